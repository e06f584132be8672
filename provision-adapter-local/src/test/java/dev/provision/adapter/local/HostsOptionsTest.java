package dev.provision.adapter.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                false));
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
                "sudo", "true"),
            HOME);

    assertThat(options.inventory().hosts()).hasSize(2);
    assertThat(options.acceptNew()).isTrue();
    assertThat(options.knownHosts()).isEqualTo(known);
    assertThat(options.key()).contains(key);
    assertThat(options.sudo()).isTrue();
  }

  @Test
  void files_that_cannot_be_read_are_named_with_their_option() {
    Path missing = directory.resolve("missing");

    for (String option : List.of("key", "known-hosts")) {
      assertThat(refusal(option, missing.toString()))
          .contains(missing + " (option " + option + ") does not exist", "leave the option out");
      assertThat(refusal(option, directory.toString())).contains(directory + " ", "is a directory");
    }
  }

  @Test
  void values_that_mean_nothing_are_answered_with_those_that_do() {
    assertThat(refusal("host-trust", "any"))
        .isEqualTo("host-trust is 'any'; it may be known-hosts or accept-new");
    assertThat(refusal("sudo", "yes")).isEqualTo("sudo is 'yes'; it may be true or false");
  }

  @Test
  void the_provider_declares_what_it_understands() {
    assertThat(new HostsProvider().names()).containsExactly("hosts");
    assertThat(new HostsProvider().options())
        .extracting(CloudOption::name)
        .containsExactly("hosts", "host-trust", "known-hosts", "key", "sudo");
  }

  private static String refusal(String option, String value) {
    StringBuilder reason = new StringBuilder();
    assertThatThrownBy(() -> HostsOptions.parse(Map.of("hosts", "web1", option, value), HOME))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> {
              assertThat(e.failure()).isInstanceOf(CloudFailure.InvalidRequest.class);
              reason.append(e.failure().reason());
            });
    return reason.toString();
  }
}
