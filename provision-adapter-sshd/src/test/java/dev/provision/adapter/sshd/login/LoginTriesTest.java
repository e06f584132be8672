package dev.provision.adapter.sshd.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.key.HostProof;
import dev.provision.adapter.sshd.key.Identity;
import dev.provision.ports.shell.Obstacle;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Why nobody was let in.
final class LoginTriesTest {
  private final LoginTries tries = new LoginTries(new ArrayList<>());

  /// A key that signs nothing.
  private record Broken(String description, boolean mayAskPerson) implements Identity {
    @Override
    public String type() {
      return "ssh-ed25519";
    }

    @Override
    public byte[] publicKey() {
      return new byte[0];
    }

    @Override
    public boolean askFirst() {
      return false;
    }

    @Override
    public byte[] sign(String algorithm, byte[] data, Optional<HostProof> proof)
        throws GeneralSecurityException {
      throw new GeneralSecurityException("broken");
    }
  }

  private Obstacle afterBroken(Broken key, Optional<String> banner) {
    tries.begin(key.description());
    tries.cannotSign(key, new GeneralSecurityException("broken"));
    return tries.rejected("root", Optional.empty(), banner, List.of()).obstacle();
  }

  @Test
  void a_key_file_that_cannot_sign_hides_no_other_obstacle() {
    assertThat(afterBroken(new Broken("id_a", false), Optional.of("Your account has expired")))
        .isEqualTo(Obstacle.ACCOUNT_CLOSED);
  }

  @Test
  void a_key_file_that_cannot_sign_is_no_obstacle_that_has_advice() {
    assertThat(afterBroken(new Broken("id_a", false), Optional.empty()))
        .isEqualTo(Obstacle.UNKNOWN);
  }

  @Test
  void an_agent_that_does_not_sign_is_one() {
    assertThat(afterBroken(new Broken("agent's", true), Optional.empty()))
        .isEqualTo(Obstacle.AGENT_REFUSED);
  }
}
