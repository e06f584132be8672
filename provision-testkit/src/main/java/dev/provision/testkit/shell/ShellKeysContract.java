package dev.provision.testkit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keys: added once.
abstract class ShellKeysContract extends ShellContract {
  @Test
  @Promise({
    "each missing key is appended to the `authorized_keys` file.",
    "how many were missing before"
  })
  void keys_are_added_once_and_what_was_there_stays() {
    String file = path("home/.ssh/authorized_keys");
    node().view().makeDirectory(path("home/.ssh"));
    node().view().put(file, ("# " + OTHER_KEY + "\nssh-rsa AAAAB3 kept").getBytes(UTF_8));

    List<StepResult> first = apply(new AuthorizeKeys(file, List.of(ONE_KEY, ONE_KEY, OTHER_KEY)));
    List<StepResult> second = apply(new AuthorizeKeys(file, List.of(OTHER_KEY, ONE_KEY)));

    assertThat(first).containsExactly(new StepResult.KeysAuthorized(2));
    assertThat(second).containsExactly(new StepResult.KeysAuthorized(0));
    assertThat(contentOf("home/.ssh/authorized_keys"))
        .asString(UTF_8)
        .isEqualTo(
            "# " + OTHER_KEY + "\nssh-rsa AAAAB3 kept\n" + ONE_KEY + "\n" + OTHER_KEY + "\n");
  }

  @Test
  @Promise("belongs to the login user, with mode 0600, in a directory with mode 0700.")
  void the_key_file_and_its_directory_are_for_the_login_only() {
    String file = path("home/.ssh/authorized_keys");

    apply(new AuthorizeKeys(file, List.of(ONE_KEY)));

    assertThat(node().view().mode(file)).contains(0600);
    assertThat(modeOf("home/.ssh")).contains(0700);
  }

  @Test
  @Promise("A key with another comment or other options counts as present.")
  void a_key_with_another_comment_or_with_options_is_known() {
    String file = path("home/.ssh/authorized_keys");
    String encoding = ONE_KEY.split(" ", -1)[1];

    List<StepResult> results =
        apply(
            new AuthorizeKeys(file, List.of("no-pty ssh-ed25519 " + encoding)),
            new AuthorizeKeys(file, List.of(ONE_KEY)));

    assertThat(results)
        .containsExactly(new StepResult.KeysAuthorized(1), new StepResult.KeysAuthorized(0));
  }
}
