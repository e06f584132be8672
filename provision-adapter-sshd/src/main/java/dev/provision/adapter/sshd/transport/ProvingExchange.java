package dev.provision.adapter.sshd.transport;

import dev.provision.adapter.sshd.key.HostProof;
import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyExchange;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/// The library's key exchange, which checks the host's signature and forgets it; this one keeps it.
final class ProvingExchange extends DHGClient {
  private ProvingExchange(DHFactory factory, Session session) {
    super(factory, session);
  }

  static KeyExchangeFactory factory(DHFactory algorithm) {
    return new KeyExchangeFactory() {
      @Override
      public String getName() {
        return algorithm.getName();
      }

      @Override
      public KeyExchange createKeyExchange(Session session) {
        return new ProvingExchange(algorithm, session);
      }
    };
  }

  @Override
  public boolean next(int command, Buffer reply) throws Exception {
    int start = reply.rpos();
    boolean done = super.next(command, reply);
    // The host is not verified yet: the library does that next, and the login begins after it.
    if (done && getSession() instanceof Connection connection) {
      connection.prove(
          () -> {
            reply.rpos(start);
            byte[] hostKey = reply.getBytes();
            reply.getBytes(); // the host's share of the secret
            return new HostProof(hostKey, getH(), reply.getBytes());
          });
    }
    return done;
  }
}
