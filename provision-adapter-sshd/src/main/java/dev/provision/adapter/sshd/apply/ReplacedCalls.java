package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.text.ShellText;
import dev.provision.ports.shell.UndoRequest;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `keep_replaced.sh` or `undo_replaced.sh` is called with, in a run that has to do with what
/// runs replace. Tested by `UndoTest`.
public sealed interface ReplacedCalls {
  /// The parts of the runner that it takes, behind the others.
  List<String> parts();

  /// A command that comes before a step, and succeeds if the step is to be applied.
  default Optional<String> guard(int index, Step step, boolean stop) {
    return Optional.empty();
  }

  /// What is called in place of steps.
  default Optional<String> call() {
    return Optional.empty();
  }

  /// Nothing is kept, and nothing put back.
  record None() implements ReplacedCalls {
    @Override
    public List<String> parts() {
      return List.of();
    }
  }

  /// What the steps replace is kept.
  record Keep() implements ReplacedCalls {
    @Override
    public List<String> parts() {
      return List.of("inspect_paths.sh", "keep_replaced.sh");
    }

    @Override
    public Optional<String> guard(int index, Step step, boolean stop) {
      String place = " " + index + " " + ShellText.quote(stop ? "stop" : "") + " ";
      return switch (step) {
        case AuthorizeKeys keys ->
            Optional.of("keep_file" + place + StepScript.keysFile(keys.file()) + " ''");
        case PutFile file -> Optional.of("keep_file" + place + words(file.target(), file.owner()));
        case RunScript script ->
            Optional.of("keep_file" + place + words(script.target(), Optional.empty()));
        case Reboot _, AwaitReboot _ -> Optional.empty();
        case PutDirectory directory ->
            Optional.of(
                "keep_directory"
                    + place
                    + DirectorySource.arguments(index, directory).stream()
                        .skip(1)
                        .map(word -> ShellText.quote(word.toString()))
                        .collect(Collectors.joining(" ")));
        case ConditionalStep conditional -> guard(index, conditional.step(), stop);
      };
    }

    private static String words(String target, Optional<String> owner) {
      return ShellText.quote(target) + " " + ShellText.quote(owner.orElse(""));
    }
  }

  /// What is kept is put back.
  record Undo(UndoRequest request) implements ReplacedCalls {
    @Override
    public List<String> parts() {
      return List.of("inspect_paths.sh", "undo_replaced.sh");
    }

    @Override
    public Optional<String> call() {
      return Optional.of(
          "undo_replaced 0 "
              + ShellText.quote(request.set().orElse(""))
              + (request.force() ? " force" : " ''")
              + (request.dryRun() ? " dry" : " ''"));
    }
  }

  /// What is kept is listed.
  record ListSets() implements ReplacedCalls {
    @Override
    public List<String> parts() {
      return List.of("inspect_paths.sh", "undo_replaced.sh");
    }

    @Override
    public Optional<String> call() {
      return Optional.of("list_replaced 0");
    }
  }
}
