package dev.provision.adapter.sshd;

import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Logs in over a connection whose host is verified: RFC 4252 and RFC 4256, in the order of the
/// endpoint's logins.
///
/// The first request already carries a signature. So a login with the right key takes one round
/// trip.
final class LoginDialogue {
  private static final String SERVICE = "ssh-connection";
  private static final String PUBLIC_KEY = "publickey";
  private static final String PASSWORD = "password";
  private static final String INTERACTIVE = "keyboard-interactive";
  private static final int MOST_PROMPTS = 10;

  /// How a login went.
  sealed interface Outcome {
    /// We are in.
    record LoggedIn() implements Outcome {}

    /// The host refused every login.
    record Rejected(String reason) implements Outcome {}

    /// The connection broke off meanwhile.
    record Broken() implements Outcome {}
  }

  private final Connection connection;
  private final String user;
  private final Identities identities;
  private final LoginEvents events;
  private final List<String> tried = new ArrayList<>();
  private @Nullable ShellException unusable;
  private @Nullable List<String> accepted;

  LoginDialogue(Connection connection, String user, Identities identities, LoginEvents events) {
    this.connection = connection;
    this.user = user;
    this.identities = identities;
    this.events = events;
  }

  /// Tries each login until one is accepted. A key that cannot be used is passed over, and is the
  /// failure if no other login is accepted.
  Outcome logIn(List<Login> logins) throws IOException, InterruptedException {
    try {
      for (Login login : logins) {
        if (attempt(login)) {
          return new Outcome.LoggedIn();
        }
      }
    } catch (LoginEvents.EndedException e) {
      return tried.isEmpty() || !connection.disconnectedByHost()
          ? new Outcome.Broken()
          : new Outcome.Rejected(describe(Optional.ofNullable(connection.reason())));
    }
    if (unusable != null) {
      throw unusable;
    }
    return new Outcome.Rejected(describe(Optional.empty()));
  }

  private String describe(Optional<String> ending) {
    return "the host refused "
        + user
        + (tried.isEmpty()
            ? " (there was nothing to log in with)"
            : ": tried " + String.join(", ", tried))
        + (accepted == null ? "" : "; it accepts " + String.join(", ", accepted))
        + ending.map(text -> "; it said: " + text).orElse("")
        + events.banner().map(text -> "; it said: " + text.strip()).orElse("");
  }

  private boolean attempt(Login login) throws IOException, InterruptedException {
    if (login instanceof Login.Password(var password)) {
      return (allowed(PASSWORD) && password(password.reveal()))
          || (accepted != null && allowed(INTERACTIVE) && interactive(password.reveal()));
    }
    List<Identity> keys;
    try {
      keys = identities.of(login);
    } catch (ShellException e) {
      if (!(e.failure() instanceof ShellFailure.KeyUnusable)) {
        throw e;
      }
      unusable = unusable == null ? e : unusable;
      return false;
    }
    for (Identity key : keys) {
      if (allowed(PUBLIC_KEY) && key(key)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the host takes this kind of login, as far as we know.
  private boolean allowed(String method) {
    return accepted == null || accepted.contains(method);
  }

  private boolean key(Identity key) throws IOException, InterruptedException {
    tried.add(key.description());
    for (String algorithm : algorithms(key)) {
      if (key.askFirst()) {
        send(request(key, algorithm, false));
        if (next()
            .map(answer -> answer.command() != SshConstants.SSH_MSG_USERAUTH_PK_OK)
            .orElse(true)) {
          continue;
        }
      }
      ByteArrayBuffer request = request(key, algorithm, true);
      ByteArrayBuffer signed = new ByteArrayBuffer();
      signed.putBytes(connection.getSessionId());
      signed.putRawBytes(request.array(), request.rpos(), request.available());
      try {
        request.putBytes(key.sign(algorithm, signed.getCompactData()));
      } catch (GeneralSecurityException | IOException e) {
        tried.set(
            tried.size() - 1, key.description() + " (which cannot sign: " + e.getMessage() + ")");
        return false;
      }
      send(request);
      if (next().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// RSA keys sign in several ways; a host that speaks of none gets the strongest first.
  private List<String> algorithms(Identity key) {
    if (!key.type().equals("ssh-rsa")) {
      return List.of(key.type());
    }
    Set<String> known = connection.getAttribute(DefaultClientKexExtensionHandler.SERVER_ALGORITHMS);
    return List.of("rsa-sha2-512", "rsa-sha2-256").stream()
        .filter(algorithm -> known == null || known.contains(algorithm))
        .toList();
  }

  private ByteArrayBuffer request(Identity key, String algorithm, boolean signed) {
    ByteArrayBuffer request = request(PUBLIC_KEY);
    request.putBoolean(signed);
    request.putString(algorithm);
    request.putBytes(key.publicKey());
    return request;
  }

  private ByteArrayBuffer request(String method) {
    ByteArrayBuffer request = new ByteArrayBuffer();
    request.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    request.putString(user);
    request.putString(SERVICE);
    request.putString(method);
    return request;
  }

  private boolean password(String password) throws IOException, InterruptedException {
    tried.add("password");
    ByteArrayBuffer request = request(PASSWORD);
    request.putBoolean(false);
    request.putString(password);
    send(request);
    Optional<LoginService.Event.Answer> answer = next();
    if (answer.map(LoginService.Event.Answer::command).orElse(0)
        == SshConstants.SSH_MSG_USERAUTH_PASSWD_CHANGEREQ) {
      tried.set(tried.size() - 1, "password (which has expired and must be changed)");
    }
    return answer.isEmpty();
  }

  /// Gives the password to every question whose answer is not shown, as hosts ask that take
  /// passwords this way only.
  private boolean interactive(String password) throws IOException, InterruptedException {
    ByteArrayBuffer request = request(INTERACTIVE);
    request.putString("");
    request.putString("");
    send(request);
    for (int round = 0; round < MOST_PROMPTS; round++) {
      Optional<LoginService.Event.Answer> answer = next();
      if (answer.isEmpty()) {
        return true;
      }
      if (answer.get().command() != SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST) {
        return false;
      }
      send(answers(answer.get().buffer(), password));
    }
    return false;
  }

  private static ByteArrayBuffer answers(Buffer questions, String password) {
    questions.getString();
    questions.getString();
    questions.getString();
    int count = questions.getInt();
    ByteArrayBuffer response = new ByteArrayBuffer();
    response.putByte(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE);
    response.putInt(count);
    for (int i = 0; i < count; i++) {
      questions.getString();
      response.putString(questions.getBoolean() ? "" : password);
    }
    return response;
  }

  /// Sends a packet, which is copied: the connection encrypts in place.
  private void send(ByteArrayBuffer packet) throws IOException {
    byte[] bytes = packet.getCompactData();
    Buffer buffer = connection.createBuffer(bytes[0], bytes.length);
    buffer.putRawBytes(bytes, 1, bytes.length - 1);
    connection.writePacket(buffer);
  }

  /// The host's answer; empty if it let us in.
  private Optional<LoginService.Event.Answer> next() throws IOException, InterruptedException {
    Optional<LoginService.Event.Answer> answer = events.answer();
    if (answer.isPresent() && answer.get().command() == SshConstants.SSH_MSG_USERAUTH_FAILURE) {
      Buffer buffer = answer.get().buffer();
      accepted =
          Arrays.stream(buffer.getString().split(",")).filter(name -> !name.isEmpty()).toList();
    }
    return answer;
  }
}
