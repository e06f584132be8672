package dev.provision.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/// Mistakes on the command line are told in the program's own words.
final class UsageMessageTest {
  private static ParameterException failure(String line) {
    CommandSpec sub =
        CommandSpec.create()
            .addOption(
                OptionSpec.builder("-n", "--count").type(Integer.class).paramLabel("N").build())
            .addOption(OptionSpec.builder("-v", "--verbose").type(boolean.class).build())
            .addPositional(
                PositionalParamSpec.builder()
                    .index("0")
                    .arity("1")
                    .required(true)
                    .type(Integer.class)
                    .paramLabel("NODE")
                    .build());
    CommandLine program = new CommandLine(CommandSpec.create().name("p"));
    program.addSubcommand("sub", sub);
    try {
      program.parseArgs(line.split(" "));
    } catch (ParameterException e) {
      return e;
    }
    throw new AssertionError("no mistake in: " + line);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          sub 1 --colour,      unknown option '--colour'
          sub 1 --x --y,       "unknown options '--x', '--y'"
          sub 1 -vz,           unknown option '-z'
          sub 1 two,           unexpected argument 'two'
          sub 1 two three,     "unexpected arguments 'two', 'three'"
          sup,                 unknown command 'sup'
          sub,                 missing argument NODE
          sub 1 --count,       option '--count' needs a value (N)
          sub 1 --verbose=yes, option '--verbose' takes no value
          sub x,               argument NODE: 'x' is not an int
          sub 1 -n x,          option '--count': 'x' is not an int
          """)
  void a_mistake_is_told_in_the_words_of_the_program(String line, String message) {
    assertThat(UsageMessage.of(failure(line))).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          sub 1 --cuont, did you mean '--count'?
          sud,           did you mean 'sub'?
          sub x,         ''
          """)
  void what_may_have_been_meant_is_suggested(String line, String suggestion) {
    assertThat(UsageMessage.suggestion(failure(line))).isEqualTo(suggestion);
  }
}
