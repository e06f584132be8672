package dev.provision.adapter.sshd.key;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Speaks to an ssh-agent over its UNIX socket, as draft-ietf-sshm-ssh-agent describes it; each
/// request on a connection of its own: none has to be kept, and each signature may be for another
/// host.
public final class Agent {
  private static final byte REQUEST_IDENTITIES = 11;
  private static final byte IDENTITIES_ANSWER = 12;
  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;
  private static final byte EXTENSION = 27;
  private static final int RSA_SHA2_256 = 2;
  private static final int RSA_SHA2_512 = 4;

  private Agent() {}

  /// The keys that the agent holds.
  public static List<AgentIdentity> identities(Path socket) throws IOException {
    ByteArrayBuffer request = new ByteArrayBuffer();
    request.putByte(REQUEST_IDENTITIES);
    Buffer answer;
    // It has not been told of any host here: so it lists the keys for other hosts, too, and those
    // can be named if nothing else lets us in.
    try (AgentConnection agent = new AgentConnection(socket)) {
      answer = agent.ask(request, IDENTITIES_ANSWER);
    }
    AtomicBoolean deaf = new AtomicBoolean();
    List<AgentIdentity> identities = new ArrayList<>();
    for (int left = answer.getInt(); left > 0; left--) {
      byte[] publicKey = answer.getBytes();
      identities.add(new AgentIdentity(socket, publicKey, answer.getString(), true, deaf));
    }
    return identities;
  }

  /// Shows the agent which host a signature is for, as OpenSSH's PROTOCOL.agent describes it. An
  /// agent that does not want to know, or does not believe it, says so when it is to sign.
  private static void bind(AgentConnection agent, HostProof proof) throws IOException {
    ByteArrayBuffer request = new ByteArrayBuffer();
    request.putByte(EXTENSION);
    request.putString("session-bind@openssh.com");
    proof.put(request);
    request.putBoolean(false); // for a login; nobody else gets to use this agent
    agent.ask(request);
  }

  /// A key that an agent holds.
  public static final class AgentIdentity implements Identity {
    private final Path socket;
    private final byte[] publicKey;
    private final String comment;
    private final boolean askFirst;
    private final AtomicBoolean deaf;

    /// @param deaf whether the agent has been given up; of all its keys
    AgentIdentity(
        Path socket, byte[] publicKey, String comment, boolean askFirst, AtomicBoolean deaf) {
      this.socket = socket;
      this.publicKey = publicKey;
      this.comment = comment;
      this.askFirst = askFirst;
      this.deaf = deaf;
    }

    /// The same key, which somebody has asked for: unless that costs a touch, it signs at once.
    public AgentIdentity askedFor() {
      return new AgentIdentity(socket, publicKey, comment, type().startsWith("sk-"), deaf);
    }

    @Override
    public String description() {
      return "key " + comment + " of the agent";
    }

    @Override
    public byte[] publicKey() {
      return publicKey.clone();
    }

    @Override
    public String type() {
      return new ByteArrayBuffer(publicKey).getString();
    }

    @Override
    public boolean askFirst() {
      return askFirst;
    }

    @Override
    public boolean mayAskPerson() {
      return true;
    }

    @Override
    public byte[] sign(String algorithm, byte[] data, Optional<HostProof> proof)
        throws IOException {
      if (deaf.get()) {
        throw new IOException("the agent did not answer an earlier request");
      }
      ByteArrayBuffer request = new ByteArrayBuffer();
      request.putByte(SIGN_REQUEST);
      request.putBytes(publicKey);
      request.putBytes(data);
      request.putInt(
          switch (Certificate.plain(algorithm)) {
            case "rsa-sha2-512" -> RSA_SHA2_512;
            case "rsa-sha2-256" -> RSA_SHA2_256;
            default -> 0;
          });
      try (AgentConnection agent = new AgentConnection(socket)) {
        if (proof.isPresent()) {
          bind(agent, proof.get());
        }
        return agent.ask(request, SIGN_RESPONSE).getBytes();
      } catch (ClosedByInterruptException e) {
        deaf.set(true);
        throw e;
      }
    }
  }
}
