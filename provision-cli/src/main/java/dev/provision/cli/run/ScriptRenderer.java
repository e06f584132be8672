package dev.provision.cli.run;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.Rendering;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.Provision;
import dev.provision.library.text.IoMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Renders scripts, each by itself: a bad one does not keep the others back.
///
/// Tested by `BadInputIT` and `GateTest`.
///
/// @param variables in addition to the configuration's
/// @param secrets whether secrets are shown
public record ScriptRenderer(
    Invocation invocation,
    Provision provision,
    Map<String, VariableValue> variables,
    boolean secrets) {

  public CommandStatus toStandardOutput(List<Path> files) {
    if (files.size() > 1) {
      throw new ProblemsException(
          Problem.of("cannot print %s files to standard output".formatted(files.size()))
              .next("name a directory with -o DIR"));
    }
    Optional<byte[]> text = text(files.getFirst());
    text.ifPresent(invocation.streams()::print);
    return text.isPresent() ? CommandStatus.OK : CommandStatus.REFUSED;
  }

  public CommandStatus toDirectory(List<Path> files, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new ProblemsException(
          Problem.at(directory.toString(), "cannot be created: " + IoMessages.of(e))
              .next("name a writable directory with -o"));
    }
    Map<Path, Path> written = new HashMap<>();
    boolean good = true;
    for (Path file : files) {
      good &= write(file, directory.resolve(file.getFileName()), written);
    }
    return good ? CommandStatus.OK : CommandStatus.REFUSED;
  }

  private boolean write(Path file, Path target, Map<Path, Path> written) {
    Path earlier = written.putIfAbsent(target, file);
    if (earlier != null) {
      return report(
          file + ": has the same file name as " + earlier + ", which was already written");
    }
    Optional<byte[]> text = text(file);
    if (text.isEmpty()) {
      return false;
    }
    try {
      Files.write(target, text.get());
      return true;
    } catch (IOException e) {
      return report(target + ": cannot be written: " + IoMessages.of(e));
    }
  }

  private Optional<byte[]> text(Path file) {
    try {
      Rendering rendering = provision.render(file, variables);
      rendering
          .warnings()
          .forEach(warning -> invocation.streams().err().message("warning: " + warning));
      if (!rendering.unknown().isEmpty()) {
        invocation
            .streams()
            .err()
            .message(
                "%s: not variables, left as they are: $%s"
                    .formatted(file, String.join(", $", rendering.unknown())));
      }
      return Optional.of(
          secrets
              ? rendering.bytes()
              : SecretPatterns.of(rendering.secrets()).mask(rendering.bytes()));
    } catch (ProblemsException e) {
      e.problems().forEach(problem -> report(problem.toString()));
      return Optional.empty();
    }
  }

  /// Says it in the form in which compilers do, so that editors find the place.
  private boolean report(String problem) {
    invocation.streams().err().println(problem);
    return false;
  }
}
