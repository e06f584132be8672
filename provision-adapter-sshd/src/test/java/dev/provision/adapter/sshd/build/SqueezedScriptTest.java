package dev.provision.adapter.sshd.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.text.ScriptResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A squeezed program is shorter, and does the same.
final class SqueezedScriptTest {
  private static final Path SOURCES =
      Path.of("src/main/resources/dev/provision/adapter/sshd/start");
  private static final Path BUILT = Path.of("target/classes/dev/provision/adapter/sshd/start");

  /// What a login's shell has to take as one word.
  private static final Map<String, Integer> LONGEST =
      Map.of("clean_environment.sh", 311, "bootstrap.sh", 3144, "relay.sh", 526, "ask.sh", 256);

  /// Programs with a line `%%` between them. Each prints something that would change if its meaning
  /// did.
  static Stream<String> programs() {
    return Stream.of(
        ScriptResource.text(SqueezedScriptTest.class, "programs.txt").split("(?m)^%%\n", -1));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void it_does_the_same(String program) throws Exception {
    String squeezed = SqueezedScript.squeeze(program);

    assertThat(squeezed.length()).isLessThanOrEqualTo(program.length());
    for (String shell : List.of("dash", "bash")) {
      assertThat(run(shell, squeezed)).as("%s: %s", shell, squeezed).isEqualTo(run(shell, program));
    }
    assertThat(SqueezedScript.squeeze(squeezed)).isEqualTo(squeezed);
  }

  private static String run(String shell, String program) throws Exception {
    Programs.require(shell);
    String words = "\"$@\"; echo \"status $?\"";
    return Programs.run(shell, "-c", words, "sh", shell, "-c", program, "sh", "first", "sec  ond");
  }

  @Test
  void lines_are_joined_and_names_shortened() {
    String program =
        """
        # Says hello.
        #: user_name=u
        user_name=$1
        if [ -n "$user_name" ]; then
          echo "hello $user_name" # to whom
        fi
        """;

    assertThat(SqueezedScript.squeeze(program))
        .isEqualTo("u=$1;if [ -n \"$u\" ];then echo \"hello $u\";fi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'open\n",
        "echo \"open\n",
        "echo ${open\n",
        "echo `date`\n",
        "echo $(case x in x) echo y;; esac)\n",
        "cat <<END\nno end\n",
        "echo a ;; b\n",
        "echo )\n",
        "#: short=s\necho\n",
        "#: long_name=s other_name=s\necho\n",
        "#: boot_id=b\nread -r boot_id </proc/sys/kernel/random/boot_id\n"
      })
  void what_it_cannot_squeeze_it_refuses(String program) {
    assertThatThrownBy(() -> SqueezedScript.squeeze(program))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static List<Path> sent() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.map(Path::getFileName).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sent")
  void what_is_sent_is_one_word_of_any_shell(Path name) throws Exception {
    String squeezed = Files.readString(BUILT.resolve(name));

    assertThat(squeezed).isEqualTo(SqueezedScript.squeeze(Files.readString(SOURCES.resolve(name))));
    assertThat(squeezed).doesNotContain("'", "\n").doesNotContainPattern("![^= ;]");
    assertThat(squeezed.length())
        .isLessThanOrEqualTo(LONGEST.getOrDefault(name.toString(), squeezed.length()));
    for (String shell : List.of("dash", "bash")) {
      Programs.require(shell);
      assertThat(Programs.run(shell, "-n", "-c", squeezed)).isEmpty();
    }
  }

  /// Two variables of one name would be one.
  @ParameterizedTest
  @MethodSource("sent")
  void a_short_name_is_no_other_variable(Path name) throws Exception {
    String program = Files.readString(SOURCES.resolve(name));
    String code = program.replaceAll("(?m)^\\s*#.*$", "");
    List<String> names =
        Pattern.compile("(?m)^#: (.*)$")
            .matcher(program)
            .results()
            .flatMap(line -> Stream.of(line.group(1).split(" ", -1)))
            .toList();

    for (String pair : names) {
      String longer = pair.substring(0, pair.indexOf('='));
      String shorter = pair.substring(pair.indexOf('=') + 1);
      assertThat(code).contains(longer);
      assertThat(code)
          .doesNotContainPattern("\\$\\{?" + shorter + "\\b|(?<![\\w-])" + shorter + "=");
    }
  }
}
