package dev.provision.adapter.local.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.local.HostsProvider;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.shell.Privilege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostsOptionsTest {
  private static final Path HOME = Path.of("/home/me");

  @TempDir Path directory;

  @Test
  void without_options_only_known_hosts_are_trusted_and_no_sudo_is_used() {
    assertThat(HostsOptions.parse(Map.of("hosts", "web1"), HOME))
        .isEqualTo(
            new HostsOptions(
                new Inventory(List.of(InventoryHost.parse("web1"))),
                false,
                HOME.resolve(".ssh/known_hosts"),
                Optional.empty(),
                new Privilege.None()));
  }

  @Test
  void every_option_is_heeded() throws IOException {
    Path key = Files.createFile(directory.resolve("key"));
    Path known = Files.createFile(directory.resolve("known"));

    HostsOptions options =
        HostsOptions.parse(
            Map.of(
                "hosts", "web1\nweb2",
                "host-trust", "accept-new",
                "known-hosts", known.toString(),
                "key", key.toString(),
                "become", "su",
                "become-password", "secret"),
            HOME);

    assertThat(options.inventory().hosts()).hasSize(2);
    assertThat(options.acceptNew()).isTrue();
    assertThat(options.knownHosts()).isEqualTo(known);
    assertThat(options.key()).contains(key);
    assertThat(options.privilege()).isEqualTo(new Privilege.Su(Optional.of(Secret.of("secret"))));
    assertThat(options.toString()).doesNotContain("secret");
  }

  @Test
  void there_are_several_ways_to_become_root() {
    Optional<Secret> password = Optional.of(Secret.of("p"));
    assertThat(privilege("become", "none")).isEqualTo(new Privilege.None());
    assertThat(privilege("sudo", "true")).isEqualTo(new Privilege.Sudo(Optional.empty()));
    assertThat(privilege("sudo", "true", "become", "sudo", "become-password", "p"))
        .isEqualTo(new Privilege.Sudo(password));
    assertThat(privilege("sudo", "false", "become", "doas"))
        .isEqualTo(new Privilege.Doas(Optional.empty()));
    assertThat(privilege("become", "su")).isEqualTo(new Privilege.Su(Optional.empty()));
  }

  @Test
  void ways_to_become_root_that_contradict_each_other_are_refused() {
    assertThat(refusal("become", "runas"))
        .isEqualTo("become is 'runas'; it must be none, sudo, doas, or su");
    assertThat(refusal("become-password", "p")).contains("become is not");
    assertThat(refusal(Map.of("sudo", "true", "become", "su")))
        .isEqualTo("become is 'su' and sudo is true; remove one of them");
    assertThat(refusal(Map.of("become", "su", "become-password", "a\nb")))
        .isEqualTo("option become-password: it must be one line that is not empty");
  }

  private static Privilege privilege(String... pairs) {
    Map<String, String> options = new HashMap<>(Map.of("hosts", "web1"));
    for (int i = 0; i < pairs.length; i += 2) {
      options.put(pairs[i], pairs[i + 1]);
    }
    return HostsOptions.parse(options, HOME).privilege();
  }

  @Test
  void files_that_cannot_be_read_are_named_with_their_option() {
    Path missing = directory.resolve("missing");

    for (String option : List.of("key", "known-hosts")) {
      assertThat(refusal(option, missing.toString()))
          .contains(missing + " (option " + option + ") does not exist", "remove the option");
      assertThat(refusal(option, directory.toString())).contains(directory + " ", "is a directory");
    }
  }

  @Test
  void values_that_mean_nothing_are_answered_with_those_that_do() {
    assertThat(refusal("host-trust", "any"))
        .isEqualTo("host-trust is 'any'; it must be known-hosts or accept-new");
    assertThat(refusal("sudo", "yes")).isEqualTo("sudo is 'yes'; it must be true or false");
  }

  @Test
  void the_provider_declares_what_it_understands() {
    assertThat(new HostsProvider().names()).containsExactly("hosts");
    assertThat(new HostsProvider().options())
        .extracting(CloudOption::name)
        .containsExactly(
            "hosts", "host-trust", "known-hosts", "key", "become", "become-password", "sudo");
    assertThat(new HostsProvider().options())
        .filteredOn(CloudOption::secret)
        .extracting(CloudOption::name)
        .containsExactly("become-password");
  }

  private static String refusal(String option, String value) {
    return refusal(Map.of(option, value));
  }

  private static String refusal(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("hosts", "web1");
    StringBuilder reason = new StringBuilder();
    assertThatThrownBy(() -> HostsOptions.parse(all, HOME))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> {
              assertThat(e.failure()).isInstanceOf(CloudFailure.InvalidRequest.class);
              reason.append(e.failure().reason());
            });
    return reason.toString();
  }
}
