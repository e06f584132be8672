package dev.provision.cli.option;

import dev.provision.cli.call.Invocation;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.DeployRequest.Variable;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/// `-t`: a variable's value, or where it is: a file (`NAME=@FILE`) or standard input (`NAME=-`).
/// What comes from there is secret. Tested by `SecretVariablesTest`.
public final class VariableOption {
  private static final String FROM_INPUT = "-";
  private static final String FROM_FILE = "@";

  /// As much as a secret can have elsewhere.
  private static final int MOST_BYTES = 64 << 10;

  private final OptionSpec spec;

  public VariableOption() {
    spec =
        OptionSpec.builder("-t", "--subvars")
            .type(List.class)
            .auxiliaryTypes(Variable.class)
            .paramLabel("KEY=VALUE")
            .converters(new VariableConverter())
            .description(
                "Set a variable for templates; repeatable. KEY=@FILE reads a secret value from a"
                    + " file, KEY=- from standard input; a value that begins with @ is written with"
                    + " @@.")
            .build();
  }

  public OptionSpec spec() {
    return spec;
  }

  /// Whether a value comes from standard input.
  public boolean readsInput() {
    return OptionValueHelp.all(spec, Variable.class).stream().anyMatch(VariableOption::isFromInput);
  }

  /// The variables with their values.
  ///
  /// @throws ProblemsException if one cannot be read
  public List<Variable> values(Invocation invocation) {
    List<Variable> variables = new ArrayList<>();
    boolean read = false;
    for (Variable given : OptionValueHelp.all(spec, Variable.class)) {
      String text = given.value().reveal();
      if (isFromInput(given)) {
        if (read) {
          throw problem(given, "standard input can be the value of one variable only");
        }
        read = true;
        variables.add(hidden(given, "standard input", invocation.streams().in()));
      } else if (text.startsWith(FROM_FILE + FROM_FILE)) {
        variables.add(new Variable(given.name(), text.substring(1)));
      } else if (text.startsWith(FROM_FILE)) {
        variables.add(fromFile(given, text.substring(1), invocation.workingDirectory()));
      } else {
        variables.add(given);
      }
    }
    return variables;
  }

  private static boolean isFromInput(Variable variable) {
    return variable.value().reveal().equals(FROM_INPUT);
  }

  private static Variable fromFile(Variable given, String name, Path directory) {
    if (name.isEmpty()) {
      throw problem(given, FROM_FILE + " names no file");
    }
    try (InputStream in = Files.newInputStream(directory.resolve(name))) {
      return hidden(given, name, in);
    } catch (IOException e) {
      throw problem(given, "%s: %s".formatted(name, IoMessages.of(e)));
    } catch (InvalidPathException e) {
      throw problem(given, "'%s' is not a path: %s".formatted(name, e.getReason()));
    }
  }

  private static Variable hidden(Variable given, String where, InputStream in) {
    byte[] bytes;
    try {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw problem(given, "%s cannot be read: %s".formatted(where, IoMessages.of(e)));
    }
    if (bytes.length > MOST_BYTES) {
      throw problem(given, where + " is longer than 64 KiB");
    }
    String text = text(given, where, bytes).replaceFirst("[\r\n]+$", "");
    if (text.isEmpty()) {
      throw problem(given, where + " is empty");
    }
    return new Variable(given.name(), new VariableValue.Hidden(Secret.of(text)));
  }

  /// A secret of which something got lost would be another one.
  private static String text(Variable given, String where, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw problem(given, where + " is not UTF-8 text");
    }
  }

  private static ProblemsException problem(Variable variable, String why) {
    return new ProblemsException(
        Problem.of("-t %s: %s".formatted(variable.name(), why))
            .next("write -t %s=VALUE, or -t %s=@FILE".formatted(variable.name(), variable.name())));
  }
}
