package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Relaunch;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.cli.terminal.Tty;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// `-k`: the secret itself, or `-` for a line of standard input.
///
/// Tested by `CommandLineTest` and `RelaunchTest`.
final class SecretOption {
  private static final String FROM_INPUT = "-";

  /// What a shell makes of `<(…)`.
  private static final String DESCRIPTORS = "/dev/fd/";

  private static final int LONGEST = 1 << 16;

  private Optional<String> read = Optional.empty();

  final OptionSpec spec =
      OptionSpec.builder("-k", "--secret-key", "--secret_key")
          .type(Secret.class)
          .paramLabel("SECRET")
          .converters(new SecretConverter())
          .description(
              "The secret key for --userid; - reads a line from standard input, or asks on a"
                  + " terminal. A secret on the command line is visible to other users: prefer"
                  + " secret-key in the configuration.")
          .build();

  /// What it is, if it is given. On the command line it draws a warning.
  Optional<Secret> value(Invocation invocation) {
    Optional<Secret> given = OptionValueHelp.of(spec, Secret.class);
    if (given.isEmpty()) {
      return given;
    }
    if (isFromInput()) {
      if (read.isEmpty()) {
        read =
            Optional.ofNullable(invocation.environment().get(Relaunch.SECRET))
                .or(() -> Optional.of(ask(invocation)));
      }
      return read.map(Secret::of);
    }
    if (given.get().reveal().startsWith(DESCRIPTORS)) {
      throw new ProblemsException(
          Problem.at("-k", "expects the secret itself, not a file name")
              .next("use '-k -': -k - < <(COMMAND THAT PRINTS IT)"));
    }
    if (!invocation.isSecondStart()) {
      invocation
          .streams()
          .err()
          .message(
              "warning: -k: a secret on the command line stays in the shell's history, and other"
                  + " users can see it\n"
                  + "pass it on standard input with '-k -', or set secret-key: ${env:NAME},"
                  + " ${file:PATH}, or ${command:WORDS} in provision.yaml");
    }
    return given;
  }

  /// What was read from standard input, if anything was.
  Optional<String> read() {
    return read;
  }

  /// How to give it once more, without telling it.
  List<String> repeated() {
    if (spec.originalStringValues().isEmpty()) {
      return List.of();
    }
    return List.of("-k", isFromInput() ? FROM_INPUT : "SECRET");
  }

  private boolean isFromInput() {
    return spec.originalStringValues().getLast().equals(FROM_INPUT);
  }

  private static String ask(Invocation invocation) {
    Optional<String> answer =
        invocation.streams().isTerminal(Standard.IN)
            ? new Tty().ask("secret key: ")
            : Optional.of(line(invocation.streams().in()));
    return answer
        .filter(secret -> !secret.isEmpty())
        .orElseThrow(
            () ->
                new ProblemsException(
                    Problem.of("-k -: there is no secret on standard input")
                        .next("write the secret to standard input, on a line of its own")));
  }

  /// Byte by byte: what follows is for others, such as a command on a node.
  private static String line(InputStream in) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
        line.write(one);
        if (line.size() > LONGEST) {
          throw new ProblemsException(
              Problem.of("-k -: the line on standard input is longer than 64 KiB")
                  .next("write the secret to standard input, on a line of its own"));
        }
      }
    } catch (IOException e) {
      throw new ProblemsException(
          Problem.of("-k -: standard input cannot be read: " + e.getMessage())
              .next("write the secret to standard input, on a line of its own"));
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
