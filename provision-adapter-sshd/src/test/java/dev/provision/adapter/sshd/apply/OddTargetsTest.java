package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.adapter.sshd.NodeTools;
import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.shell.RecordingObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a file is to go there is something that a rename cannot replace, or must not without a
/// word; with and without Perl.
@Timeout(120)
final class OddTargetsTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";
  private static final String HARD_LINKS =
      "other names of the file that was there (hard links) still have the old content";
  private static final List<String> TOOLS =
      List.of(
          "cat", "chmod", "chown", "cmp", "cp", "df", "env", "flock", "grep", "id", "ln", "ls",
          "mkdir", "mkfifo", "mount", "mv", "rm", "rmdir", "setsid", "sh", "sleep", "tar", "uname",
          "wc");

  @TempDir private Path temporary;
  private NodeTools tools;
  private Path home;

  @BeforeEach
  void tools() throws IOException {
    tools = NodeTools.in(temporary, TOOLS);
    home = Files.createDirectory(temporary.resolve("place"));
  }

  @AfterEach
  void end() throws IOException {
    tools.close();
  }

  /// @param mounts run before, where it concerns nobody else, with `$d` the node's directory
  private List<StepResult> apply(boolean perl, String mounts, Step... steps) throws Exception {
    if (perl && !Files.exists(tools.directory().resolve("perl"))) {
      tools.add("perl");
    }
    EmbeddedNode node = EmbeddedNode.withMounts(temporary, tools.path(), home, mounts);
    try (RemoteShell shell =
        node.port().connect(node.endpoint(), Duration.ofSeconds(20), reason -> {})) {
      return shell.apply(List.of(steps), new RecordingObserver());
    } finally {
      node.close();
    }
  }

  private static PutFile put(Path target, String text) {
    return new PutFile(target.toString(), Content.of(text.getBytes(UTF_8)), 0644, Optional.empty());
  }

  private AuthorizeKeys authorize() {
    return new AuthorizeKeys(".ssh/authorized_keys", List.of(KEY));
  }

  private Path write(String name, String text) throws IOException {
    Files.createDirectories(home.resolve(name).getParent());
    return Files.writeString(home.resolve(name), text);
  }

  private static String reason(StepResult result) {
    assertThat(result).isInstanceOf(StepResult.Failed.class);
    return ((StepResult.Failed) result).reason();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_mount_point_is_written_in_place_and_that_is_said(boolean perl) throws Exception {
    Path source = write("source", "old\n");
    Path target = write("hosts", "below\n");
    String mount = "mount --bind $d/source $d/hosts";

    assertThat(apply(perl, mount, put(target, "new\n")))
        .containsExactly(
            new StepResult.FilePut(true, "written in place, since it is a mount point"));
    assertThat(apply(perl, mount, put(target, "new\n")))
        .containsExactly(new StepResult.FilePut(false));
    assertThat(source).hasContent("new\n");
    assertThat(target).hasContent("below\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_mount_point_that_cannot_be_written_keeps_what_it_has(boolean perl) throws Exception {
    Path source = write("source", "old\n");
    Path target = write("hosts", "below\n");
    String mount = "mount --bind $d/source $d/hosts; mount -o remount,ro,bind $d/hosts";

    assertThat(reason(apply(perl, mount, put(target, "new\n")).getFirst()))
        .isEqualTo(
            target
                + ": it is a mount point, which can only be written in place, and that failed:"
                + " Read-only file system");
    assertThat(source).hasContent("old\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keys_are_added_to_a_file_that_is_a_mount_point(boolean perl) throws Exception {
    Path source = write("source", "# first\n");
    write(".ssh/authorized_keys", "");
    String mount = "mount --bind $d/source $d/.ssh/authorized_keys";

    assertThat(apply(perl, mount, authorize()))
        .containsExactly(
            new StepResult.KeysAuthorized(1, "written in place, since it is a mount point"));
    assertThat(source).hasContent("# first\n" + KEY + "\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_link_is_followed_and_stays(boolean perl) throws Exception {
    Path real = write("real/conf", "old\n");
    Path link = Files.createSymbolicLink(home.resolve("conf"), Path.of("real/conf"));
    Path chain = Files.createSymbolicLink(home.resolve("chain"), link);

    assertThat(apply(perl, "", put(link, "new\n"))).containsExactly(new StepResult.FilePut(true));
    assertThat(real).hasContent("new\n");
    assertThat(apply(perl, "", put(chain, "new\n"))).containsExactly(new StepResult.FilePut(false));
    assertThat(apply(perl, "", put(chain, "newer\n")))
        .containsExactly(new StepResult.FilePut(true));
    assertThat(real).hasContent("newer\n");
    assertThat(link).isSymbolicLink();
    assertThat(chain).isSymbolicLink();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_link_that_leads_to_no_file_yet_leads_to_one_then(boolean perl) throws Exception {
    Path link = Files.createSymbolicLink(home.resolve("conf"), Path.of("new/conf"));

    assertThat(apply(perl, "", put(link, "text\n"))).containsExactly(new StepResult.FilePut(true));
    assertThat(home.resolve("new/conf")).hasContent("text\n");
    assertThat(link).isSymbolicLink();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keys_go_where_a_link_leads_and_it_stays(boolean perl) throws Exception {
    Path real = write("keys/ak", "");
    Files.createDirectory(home.resolve(".ssh"));
    Path link =
        Files.createSymbolicLink(home.resolve(".ssh/authorized_keys"), Path.of("../keys/ak"));

    assertThat(apply(perl, "", authorize())).containsExactly(new StepResult.KeysAuthorized(1));
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent(KEY + "\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void other_names_of_a_file_are_told_of(boolean perl) throws Exception {
    Path target = write("f", "old\n");
    Path other = Files.createLink(home.resolve("other"), target);

    assertThat(apply(perl, "", put(target, "new\n")))
        .containsExactly(new StepResult.FilePut(true, HARD_LINKS));
    assertThat(target).hasContent("new\n");
    assertThat(other).hasContent("old\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_access_control_list_is_told_of(boolean perl) throws Exception {
    Path target = write("f", "old\n");
    // As 'ls' shows one.
    tools.replace("ls", "/bin/ls \"$@\" | sed 's/^\\(-[rwx-]*\\) \\(.*f\\)$/\\1+ \\2/'");
    tools.add("sed");

    assertThat(apply(perl, "", put(target, "new\n")))
        .containsExactly(new StepResult.FilePut(true, "its access control list was not kept"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_file_of_the_kernels_is_written_and_that_is_said(boolean perl) throws Exception {
    Path target = Path.of("/proc/sys/net/ipv4/ip_forward");
    RunScript show =
        new RunScript(
            home + "/show",
            Content.of(("cat " + target).getBytes(UTF_8)),
            0755,
            Map.of(),
            Optional.empty(),
            OnFailure.STOP);

    List<StepResult> results = apply(perl, "", put(target, "1\n"), put(target, "1\n"), show);

    assertThat(results.subList(0, 2))
        .containsExactly(
            new StepResult.FilePut(true, "written in place, since it is the kernel's"),
            new StepResult.FilePut(false));
    assertThat(((StepResult.ScriptRan) results.get(2)).stdout().text()).isEqualTo("1\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_the_kernel_does_not_take_is_said(boolean perl) throws Exception {
    Path target = Path.of("/proc/sys/net/ipv4/ip_forward");
    Path missing = Path.of("/proc/sys/net/ipv4/no_such");

    assertThat(reason(apply(perl, "", put(target, "no number\n")).getFirst()))
        .isEqualTo(target + ": the kernel did not take it: Invalid argument");
    assertThat(reason(apply(perl, "", put(missing, "1\n")).getFirst()))
        .isEqualTo(missing + ": the kernel has no such file");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_pipe_is_not_replaced(boolean perl) throws Exception {
    Path target = home.resolve("pipe");
    Programs.run("mkfifo", target.toString());

    assertThat(reason(apply(perl, "", put(target, "new\n")).getFirst()))
        .isEqualTo(target + ": it is a device, a pipe or a socket, which is not replaced");
    assertThat(Files.readAttributes(target, BasicFileAttributes.class))
        .matches(BasicFileAttributes::isOther);
  }

  @Test
  void what_is_immutable_is_said_to_be_with_what_ends_that() throws Exception {
    Path target = write("f", "old\n");
    List<String> all = new ArrayList<>();
    for (String attributes : List.of("----i---------e-------", "-----a--------e-------")) {
      tools.replace("lsattr", "case $2 in */f) echo \"" + attributes + " $2\";; esac");
      tools.replace(
          "mv",
          "case $* in */f) echo \"mv: cannot move 'x' to 'f': Operation not permitted\" >&2; exit"
              + " 1;; esac; exec /bin/mv \"$@\"");
      all.add(reason(apply(false, "", put(target, "new\n")).getFirst()));
    }

    assertThat(all)
        .containsExactly(
            target + ": it is immutable ('chattr -i' ends that), so it is not replaced",
            target + ": it is append-only ('chattr -a' ends that), so it is not replaced");
    assertThat(target).hasContent("old\n");
  }

  @Test
  void a_directory_that_is_immutable_is_said_to_be() throws Exception {
    Path target = home.resolve("f");
    tools.replace("df", "exit 1");
    tools.replace(
        "lsattr", "case $2 in */f) exit 1;; *) echo \"----i---------e------- $2\";; esac");
    tools.replace(
        "mv",
        "case $* in *-[0-9]) echo \"mv: cannot create regular file 'x': Operation not permitted\""
            + " >&2; exit 1;; esac; exec /bin/mv \"$@\"");

    assertThat(reason(apply(false, "", put(target, "new\n")).getFirst()))
        .isEqualTo(
            target
                + ": its directory is immutable ('chattr -i' ends that), so nothing can be put"
                + " there");
    assertThat(target).doesNotExist();
  }

  @Test
  void a_file_whose_file_system_keeps_no_mode_is_unchanged_the_second_time() throws Exception {
    Path target = home.resolve("f");
    tools.replace("mv", "/bin/mv \"$@\" && case $* in */f) chmod 777 " + target + ";; esac");

    assertThat(apply(false, "", put(target, "text\n")))
        .containsExactly(new StepResult.FilePut(true));
    assertThat(apply(false, "", put(target, "text\n")))
        .containsExactly(new StepResult.FilePut(false));
  }
}
