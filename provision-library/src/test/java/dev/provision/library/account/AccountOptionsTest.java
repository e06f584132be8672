package dev.provision.library.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.library.Provision;
import dev.provision.library.ProvisionBuilder;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.testkit.memory.InMemoryCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccountOptionsTest {
  private static final CloudOption ZONE =
      new CloudOption("zone", CloudOption.Type.TEXT, "a zone", Optional.of("a"), false);

  @TempDir private Path home;
  private final List<CloudAccount> opened = new ArrayList<>();

  /// Remembers how it was opened.
  private final class Remembering implements CloudProvider {
    @Override
    public List<String> names() {
      return List.of("remembering");
    }

    @Override
    public String description() {
      return "remembers";
    }

    @Override
    public List<CloudOption> options() {
      return List.of(
          ZONE,
          new CloudOption("key-file", CloudOption.Type.PATH, "a file", Optional.empty(), false));
    }

    @Override
    public CloudPort open(CloudAccount account) {
      opened.add(account);
      return new InMemoryCloud("Debian 13");
    }
  }

  private Provision open(String option) throws IOException {
    Path site = Files.createDirectories(home.resolve("work/site"));
    Files.writeString(
        site.resolve("provision.yaml"),
        """
        provider: lab
        providers:
          lab: {type: remembering%s}
        """
            .formatted(option));
    return builder().configuration("site").open();
  }

  private ProvisionBuilder builder() {
    return Provision.builder()
        .environment(Map.of())
        .userHome(home)
        .workingDirectory(home.resolve("work"))
        .with(new Remembering());
  }

  @Test
  void a_path_starts_at_the_configuration_directory() throws IOException {
    try (Provision provision = open(", key-file: keys/k.json")) {
      provision.nodes();
    }

    assertThat(opened)
        .singleElement()
        .extracting(CloudAccount::options)
        .isEqualTo(Map.of("key-file", home.resolve("work/site/keys/k.json").toString()));
  }

  @Test
  void a_path_may_start_at_the_home_directory() throws IOException {
    try (Provision provision = open(", key-file: ~/k.json")) {
      provision.nodes();
    }

    assertThat(opened.getFirst().options())
        .containsEntry("key-file", home.resolve("k.json").toString());
  }

  @Test
  void a_path_given_in_code_starts_at_the_working_directory() {
    try (Provision provision =
        builder().provider("remembering").option("key-file", "k.json").open()) {
      provision.nodes();
    }

    assertThat(opened.getFirst().options())
        .containsEntry("key-file", home.resolve("work/k.json").toString());
  }

  @Test
  void a_text_that_looks_like_a_path_stays_as_it_is() throws IOException {
    try (Provision provision = open(", zone: eu/west")) {
      provision.nodes();
    }

    assertThat(opened.getFirst().options()).containsEntry("zone", "eu/west");
  }

  @Test
  void what_is_not_set_is_the_declared_default() throws IOException {
    try (Provision provision = open("")) {
      provision.nodes();
    }

    assertThat(opened.getFirst().options()).isEmpty();
    assertThat(opened.getFirst().value(ZONE)).contains("a");
  }
}
