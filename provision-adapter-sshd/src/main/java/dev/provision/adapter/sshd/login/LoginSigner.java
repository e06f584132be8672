package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.HostProof;
import dev.provision.adapter.sshd.key.Identity;
import dev.provision.adapter.sshd.time.AttemptLimit;
import dev.provision.adapter.sshd.time.BoundedCall;
import dev.provision.adapter.sshd.time.TimeAllowance;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Signs, and says so when that waits for a person.
public final class LoginSigner {
  /// An agent without a person behind it answers much sooner.
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final TimeAllowance waiting;
  private final Duration longest;

  /// Signs within limits.
  ///
  /// @param longest for one signature
  public LoginSigner(TimeAllowance waiting, Duration longest) {
    this.waiting = waiting;
    this.longest = longest;
  }

  byte[] sign(Identity key, String algorithm, byte[] data, Optional<HostProof> proof)
      throws IOException, GeneralSecurityException, InterruptedException {
    if (!key.mayAskPerson()) {
      return key.sign(algorithm, data, proof);
    }
    Duration limit = limit();
    waiting.observer().awaiting("the agent to sign with the " + key.description(), limit);
    try (BoundedCall<byte[]> call = new BoundedCall<>(() -> key.sign(algorithm, data, proof))) {
      Duration patience = limit.compareTo(PATIENCE) < 0 ? limit : PATIENCE;
      try {
        return call.result(patience);
      } catch (TimeoutException e) {
        waiting
            .observer()
            .waiting(
                "the agent has not signed with the "
                    + key.description()
                    + " yet; touch the security key, or confirm the agent's prompt");
      }
      waiting.observer().awaiting("the agent to sign with the " + key.description(), limit);
      return call.result(limit.minus(patience));
    } catch (TimeoutException e) {
      throw new IOException("the agent did not sign within " + AttemptLimit.words(limit), e);
    }
  }

  /// Half of what is left at most: an agent that never answers must leave time for other keys.
  private Duration limit() {
    Duration half = Duration.ofMillis(Math.max(1, waiting.left().toMillis() / 2));
    return half.compareTo(longest) < 0 ? half : longest;
  }
}
