package dev.provision.library.configuration.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.library.configuration.ConfigurationConverter;
import dev.provision.library.configuration.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldDefaultsTest {
  @TempDir Path root;

  private Machine machine() throws IOException {
    Machine machine = new Machine(root);
    try (InputStream stream =
        Objects.requireNonNull(getClass().getResourceAsStream("old-defaults/__init__.py"))) {
      machine.write(
          "defaults/__init__.py", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
    return machine;
  }

  /// Its scripts are not there: they are needed when a bundle is deployed, not before.
  @Test
  void a_directory_of_the_first_provisions_defaults_loads_as_it_stands() throws IOException {
    Configuration configuration = machine().configuration("defaults");

    assertThat(configuration.provider()).isEqualTo("local");
    assertThat(configuration.image()).isEqualTo("lucid");
    assertThat(configuration.imageNames()).containsOnlyKeys("karmic", "lucid", "maverick", "natty");
    assertThat(configuration.bundles())
        .containsKeys(
            "bootstrap-python",
            "dev",
            "hudson",
            "libcloud",
            "mta",
            "nginx",
            "pyenv",
            "proxy",
            "snmpd",
            "tz",
            "zenoss");
    assertThat(Machine.bundle(configuration, "hudson").scripts())
        .extracting(ScriptEntry::target)
        .containsExactly(
            "/root/deploy/jre.sh", "/root/deploy/postfix.sh", "/root/deploy/hudson.sh");
    assertThat(Machine.bundle(configuration, "zenoss").scripts())
        .extracting(ScriptEntry::source)
        .containsExactly(root.resolve("work/defaults/scripts/zenoss.sh").toString());
    assertThat(Machine.variables(configuration)).containsEntry("timezone", "US/Pacific");
  }

  @Test
  void it_can_be_converted() throws IOException {
    Machine machine = machine();

    String text = new ConfigurationConverter(machine.environment()).convert("defaults").text();

    assertThat(text).contains("image: lucid\n", "  hudson:\n", "noble: null\n");
  }
}
