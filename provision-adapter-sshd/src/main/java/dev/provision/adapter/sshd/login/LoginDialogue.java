package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.Identity;
import dev.provision.adapter.sshd.time.TimeAllowance;
import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.adapter.sshd.transport.LoginEvents;
import dev.provision.adapter.sshd.transport.LoginService;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.Obstacle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Logs in over a connection whose host is verified: RFC 4252 and RFC 4256, in the order of the
/// endpoint's logins.
///
/// The first request already carries a signature. So a login with the right key takes one round
/// trip.
///
/// Tested by `ConnectingTest` and `AgentTest`.
public final class LoginDialogue {
  private static final String INTERACTIVE = "keyboard-interactive";
  private static final int MOST_PROMPTS = 10;

  /// How a login went.
  public sealed interface Outcome {
    /// We are in.
    record LoggedIn() implements Outcome {}

    /// The host refused everything we have.
    record Rejected(String reason, Obstacle obstacle) implements Outcome {}

    /// The host ended the connection because it had refused too much; there is more to try on
    /// another one.
    record TooMany() implements Outcome {}

    /// The connection broke off meanwhile.
    record Broken() implements Outcome {}
  }

  /// How long each answer may take, from when it is waited for.
  public interface Answers {
    TimeAllowance next();
  }

  private final Connection connection;
  private final String user;
  private final LoginPlan plan;
  private final LoginSigner signer;
  private final LoginEvents events;
  private final Answers answers;
  private final LoginTries tries;
  private final LoginRequests requests;
  private boolean partial;
  private int refusals;

  /// A dialogue over one connection.
  ///
  /// @param tried what was tried on earlier connections; receives what is tried on this one
  public LoginDialogue(
      Connection connection,
      String user,
      LoginPlan plan,
      LoginSigner signer,
      LoginEvents events,
      Answers answers,
      List<String> tried) {
    this.connection = connection;
    this.user = user;
    this.plan = plan;
    this.signer = signer;
    this.events = events;
    this.answers = answers;
    this.tries = new LoginTries(tried);
    this.requests = new LoginRequests(connection, user);
  }

  /// Makes one offer after the other until one is accepted.
  public Outcome logIn(Supplier<List<String>> notes) throws IOException, InterruptedException {
    Optional<LoginPlan.Offer> offer = plan.next(this::allowed);
    while (offer.isPresent()) {
      LoginPlan.Offer current = offer.get();
      int before = tries.count();
      try {
        partial = false;
        if (attempt(current)) {
          return new Outcome.LoggedIn();
        }
      } catch (LoginEvents.EndedException e) {
        return ended(current, notes);
      } catch (LoginEvents.LateException e) {
        tries.keepOnly(before);
        throw e;
      }
      if (partial) {
        tries.wasRight();
        plan.accepted(current);
      } else {
        refusals++;
        plan.refused(current);
      }
      offer = plan.next(this::allowed);
    }
    if (plan.unusable().isPresent()) {
      throw plan.unusable().get();
    }
    return rejected(Optional.empty(), notes.get());
  }

  /// A host that has had enough says so, or just goes. In the first case it has refused what we
  /// sent last, in the second we cannot know; but one refusal more is known than before.
  private Outcome ended(LoginPlan.Offer current, Supplier<List<String>> notes) {
    if (connection.disconnectedByHost()) {
      plan.refused(current);
    } else if (refusals == 0) {
      return new Outcome.Broken();
    }
    if (plan.next(_ -> true).isPresent()) {
      return new Outcome.TooMany();
    }
    return rejected(Optional.ofNullable(connection.reason()), notes.get());
  }

  private Outcome rejected(Optional<String> ending, List<String> notes) {
    return tries.rejected(user, ending, events.banner(), notes);
  }

  private boolean attempt(LoginPlan.Offer offer) throws IOException, InterruptedException {
    return switch (offer) {
      case LoginPlan.Offer.Key(Identity identity) -> key(identity);
      case LoginPlan.Offer.Password(Secret secret) -> {
        String password = secret.reveal();
        yield (tries.mayTake(LoginPlan.PASSWORD) && password(password))
            || (!partial && tries.takesForSure(INTERACTIVE) && interactive(password));
      }
    };
  }

  /// Whether the host takes this kind of login, as far as we know; a password may also be an answer
  /// to a question.
  private boolean allowed(String method) {
    return tries.mayTake(method)
        || (method.equals(LoginPlan.PASSWORD) && tries.mayTake(INTERACTIVE));
  }

  private boolean key(Identity key) throws IOException, InterruptedException {
    tries.begin(key.description());
    if (!requests.mayTake(key)) {
      tries.isOfOtherType(key);
    }
    for (String algorithm : requests.algorithms(key)) {
      if (key.askFirst()) {
        send(requests.question(key, algorithm));
        if (next()
            .map(answer -> answer.command() != SshConstants.SSH_MSG_USERAUTH_PK_OK)
            .orElse(true)) {
          continue;
        }
      }
      ByteArrayBuffer request;
      try {
        request = requests.signed(key, algorithm, signer);
      } catch (GeneralSecurityException | IOException e) {
        tries.cannotSign(key, e);
        return false;
      }
      send(request);
      if (next().isEmpty()) {
        return true;
      }
      if (partial) {
        return false;
      }
    }
    return false;
  }

  private boolean password(String password) throws IOException, InterruptedException {
    tries.begin("password");
    ByteArrayBuffer request = requests.of(LoginPlan.PASSWORD);
    request.putBoolean(false);
    request.putString(password);
    send(request);
    Optional<LoginService.Event.Answer> answer = next();
    if (answer.map(LoginService.Event.Answer::command).orElse(0)
        == SshConstants.SSH_MSG_USERAUTH_PASSWD_CHANGEREQ) {
      tries.hasExpired();
    }
    return answer.isEmpty();
  }

  /// Gives the password to every question whose answer is not shown, as hosts ask that take
  /// passwords this way only.
  private boolean interactive(String password) throws IOException, InterruptedException {
    ByteArrayBuffer request = requests.of(INTERACTIVE);
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
    String with = tries.present().map(way -> " with " + way).orElse("");
    Optional<LoginService.Event.Answer> answer =
        events.answer("answer to the login" + with, answers.next());
    if (answer.isPresent() && answer.get().command() == SshConstants.SSH_MSG_USERAUTH_FAILURE) {
      Buffer buffer = answer.get().buffer();
      tries.takes(
          Arrays.stream(buffer.getString().split(",")).filter(name -> !name.isEmpty()).toList());
      partial = buffer.getBoolean();
    }
    return answer;
  }
}
