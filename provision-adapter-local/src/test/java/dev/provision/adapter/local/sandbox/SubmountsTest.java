package dev.provision.adapter.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node is shown of a machine whose system is on several file systems.
class SubmountsTest {
  @TempDir Path directory;

  private Path host() throws IOException, InterruptedException {
    return Files.createDirectories(directory.resolve("host")).toRealPath();
  }

  private void mounted(String... mounts) throws IOException, InterruptedException {
    StringBuilder table = new StringBuilder();
    for (String mount : mounts) {
      String[] parts = mount.split(" ", 2);
      table.append("1 1 8:1 / %s%s rw - %s dev rw\n".formatted(host(), parts[0], parts[1]));
    }
    Path self = Files.createDirectories(host().resolve("proc/self"));
    Files.writeString(self.resolve("mountinfo"), table);
  }

  private Path node() throws IOException, InterruptedException {
    Path node = Files.createDirectories(directory.resolve("node"));
    new RootFileSystem(host(), false, List.of(host().resolve("var/state"))).layOut(node);
    return node;
  }

  @Test
  void file_systems_below_the_systems_directories_get_overlays_and_the_kernels_do_not()
      throws IOException, InterruptedException {
    for (String made : List.of("usr/local", "var/lib/a b", "var/state/x", "etc", "var/tmp")) {
      Files.createDirectories(host().resolve(made));
    }
    mounted(
        "/usr/local ext4",
        "/var/lib/a\\040b xfs",
        "/var/state/x ext4",
        "/var/tmp tmpfs",
        "/usr/proc proc",
        "/var/lib/docker/overlay2/x/merged overlay",
        "/home ext4");

    assertThat(Files.readAllLines(node().resolve("submounts")))
        .extracting(line -> line.split(" ", -1)[1])
        .containsExactly("fs/usr/local", "fs/var/lib/a\\040b");
  }

  @Test
  void what_the_machine_remembers_of_steps_is_none_of_the_nodes()
      throws IOException, InterruptedException {
    Files.createDirectories(host().resolve("var/lib/provision/once"));
    mounted("/home ext4");

    Path node = node();

    assertThat(node.resolve("hidden")).hasContent("steps fs/var/lib/provision none bind\n");
    assertThat(node.resolve("steps")).isEmptyDirectory();
  }

  @Test
  void a_file_that_is_a_mount_is_copied() throws IOException, InterruptedException {
    Files.createDirectories(host().resolve("etc"));
    Files.writeString(host().resolve("etc/timezone"), "Europe/Vienna\n");
    mounted("/etc/timezone ext4");

    assertThat(node().resolve("layers/upper/etc/timezone")).hasContent("Europe/Vienna\n");
  }

  @Test
  void what_links_in_etc_lead_to_in_run_or_elsewhere_is_copied_but_nothing_of_a_home()
      throws IOException, InterruptedException {
    for (String made : List.of("etc/ssl", "run/zone", "data/certs", "root", "usr")) {
      Files.createDirectories(host().resolve(made));
    }
    Files.writeString(host().resolve("run/zone/local"), "zone");
    Files.writeString(host().resolve("data/certs/a.pem"), "cert");
    Files.writeString(host().resolve("root/secret"), "secret");
    Files.writeString(host().resolve("usr/inside"), "inside");
    Path etc = host().resolve("etc");
    Files.createSymbolicLink(etc.resolve("localtime"), host().resolve("run/zone/local"));
    Files.createSymbolicLink(etc.resolve("ssl/certs"), Path.of("../../data/certs"));
    Files.createSymbolicLink(etc.resolve("secret"), host().resolve("root/secret"));
    Files.createSymbolicLink(etc.resolve("inside"), Path.of("../usr/inside"));
    Files.createSymbolicLink(etc.resolve("nowhere"), Path.of("/no/where"));
    mounted("/run tmpfs");

    Path upper = node().resolve("layers/upper/etc");

    assertThat(upper.resolve("localtime")).hasContent("zone");
    assertThat(upper.resolve("ssl/certs/a.pem")).hasContent("cert");
    assertThat(upper.resolve("secret")).doesNotExist();
    assertThat(upper.resolve("inside")).doesNotExist();
    assertThat(upper.resolve("nowhere")).doesNotExist();
  }

  @Test
  void nothing_is_mounted_behind_a_link_that_a_node_left()
      throws IOException, InterruptedException {
    Files.createDirectories(host().resolve("usr/local/share"));
    mounted("/usr/local/share ext4");
    Path node = node();
    List<String> tables = List.of("mounts", "submounts", "hidden");
    MountTable.refuseLinks(node, tables);

    Files.createSymbolicLink(node.resolve("layers/upper/usr/local"), Path.of("/etc"));

    assertThatThrownBy(() -> MountTable.refuseLinks(node, tables))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("layers/upper/usr/local is now a symbolic link");
  }
}
