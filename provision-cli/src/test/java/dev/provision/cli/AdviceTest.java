package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import dev.provision.cli.call.ProgramName;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.testkit.memory.CloudOperation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a command advises names only options that it has.
final class AdviceTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*");

  @TempDir Path home;
  private Machine machine;

  @BeforeEach
  void start() {
    machine = new Machine(home);
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  private static Stream<CloudFailure> failures() {
    return Stream.of(
        new CloudFailure.Unauthorized("asking", "no"),
        new CloudFailure.RateLimited("asking", "slowly", Optional.empty()),
        new CloudFailure.QuotaExceeded("asking", "full"),
        new CloudFailure.NotFound("asking", "gone"),
        new CloudFailure.NameTaken("asking", "taken"),
        new CloudFailure.InvalidRequest("asking", "wrong"),
        new CloudFailure.Unavailable("asking", "away"),
        new CloudFailure.Unreachable("asking", "never"),
        new CloudFailure.Redirected("asking", "elsewhere"),
        new CloudFailure.Malformed("asking", "odd"),
        new CloudFailure.TimedOut("asking", "slow"),
        new CloudFailure.Unsupported("asking", "never"),
        new CloudFailure.Interrupted("asking", "stopped"),
        new CloudFailure.Unclassified("asking", "odd"));
  }

  @Test
  void every_kind_of_failure_is_looked_at() {
    assertThat(failures().<Class<?>>map(Object::getClass))
        .containsExactlyInAnyOrder(CloudFailure.class.getPermittedSubclasses());
  }

  @Test
  void no_command_advises_an_option_that_it_does_not_have() {
    for (List<String> command :
        List.of(
            List.of("list-nodes"),
            List.of("images"),
            List.of("sizes"),
            List.of("locations"),
            List.of("destroy-node", "web"),
            List.of("ssh", "web"),
            List.of("apply", "web", "--keys"),
            List.of("deploy-node"))) {
      String help =
          machine.call(ProgramName.PROVISION, "provision", command.getFirst(), "-h").out();
      failures()
          .forEach(
              failure -> {
                Stream.of(CloudOperation.values())
                    .forEach(operation -> machine.cloud.fail(operation, failure));
                Result result = machine.run(command.toArray(String[]::new));
                assertThat(result.err()).contains("asking: " + failure.reason());
                Matcher option = OPTION.matcher(result.err());
                while (option.find()) {
                  assertThat(help)
                      .as("%s advises %s", command, option.group())
                      .containsPattern("(?<![\\w-])" + option.group() + "(?![\\w-])");
                }
              });
    }
  }
}
