package dev.provision.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepCondition;
import dev.provision.ports.step.StepCondition.Changed;
import dev.provision.ports.step.StepCondition.OnSystem;
import dev.provision.ports.step.StepCondition.Once;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Decides the conditions of one run's steps, and lets the host remember what they need.
///
/// @param files the host's
/// @param directory where it remembers steps
/// @param boot the host's boot ID
/// @param steps all of the run, and what comes after a restart at its end
/// @param written keys of steps that are due perhaps: the host did not know them before this run
/// @param changed the places of steps that have changed something
record StepMemory(
    NodeFiles files,
    String directory,
    String boot,
    List<Step> steps,
    Set<String> written,
    Set<Integer> changed) {
  /// What `uname -m` would say, and what else that is called.
  private static final List<String> ARCHITECTURE = List.of("x86_64", "amd64");

  StepMemory(NodeFiles files, String directory, String boot, List<Step> steps) {
    this(files, directory, boot, withLater(steps), new HashSet<>(), new HashSet<>());
  }

  private static List<Step> withLater(List<Step> steps) {
    List<Step> all = new ArrayList<>(steps);
    if (!steps.isEmpty() && steps.getLast().unconditional() instanceof Reboot reboot) {
      all.addAll(reboot.later());
    }
    return all;
  }

  private static <T> Stream<T> conditions(Step step, Class<T> kind) {
    List<StepCondition> all =
        step instanceof ConditionalStep conditional ? conditional.conditions() : List.of();
    return all.stream().filter(kind::isInstance).map(kind::cast);
  }

  private String once(String key) {
    return directory + "/once/" + key;
  }

  private String due(String key) {
    return directory + "/due/" + key;
  }

  /// Why a step is not needed, if its turn has come.
  Optional<String> needless(int index) {
    return conditions(steps.get(index), StepCondition.class)
        .flatMap(condition -> unmet(condition).stream())
        .findFirst();
  }

  private Optional<String> unmet(StepCondition condition) {
    return switch (condition) {
      case OnSystem system -> mismatch(system);
      case Once(String key) ->
          files
              .file(once(key))
              .map(file -> "it ran on " + file.text().lines().findFirst().orElse("an earlier day"));
      case Changed changes ->
          isDue(changes) ? Optional.empty() : Optional.of("nothing it depends on has changed");
    };
  }

  private Optional<String> mismatch(OnSystem system) {
    if (!system.systems().isEmpty()) {
      List<String> ids = Stream.concat(release("ID"), release("ID_LIKE")).toList();
      if (system.systems().stream().noneMatch(ids::contains)) {
        return Optional.of(
            "only for %s; this is %s"
                .formatted(
                    String.join(", ", system.systems()),
                    ids.isEmpty() ? "a system without a name" : ids.getFirst()));
      }
    }
    return system.architectures().isEmpty()
            || system.architectures().stream().anyMatch(ARCHITECTURE::contains)
        ? Optional.empty()
        : Optional.of(
            "only for %s; this is %s"
                .formatted(String.join(", ", system.architectures()), ARCHITECTURE.getFirst()));
  }

  /// The words of a value in the host's `os-release`.
  private Stream<String> release(String name) {
    return Stream.of("/etc/os-release", "/usr/lib/os-release")
        .flatMap(path -> files.file(path).stream())
        .limit(1)
        .flatMap(file -> file.text().lines())
        .filter(line -> line.startsWith(name + "="))
        .flatMap(
            line -> Stream.of(line.substring(name.length() + 1).replace("\"", "").split(" ", -1)));
  }

  private boolean isDue(Changed changes) {
    boolean before = isPending(changes.key()) && !written.contains(changes.key());
    return before || changes.steps().stream().anyMatch(changed::contains);
  }

  /// Whether what is remembered as due still is: a restart is not once the host has started again.
  private boolean isPending(String key) {
    return files
        .file(due(key))
        .map(file -> file.text().lines().toList())
        .filter(lines -> lines.size() < 2 || lines.get(1).equals(boot))
        .isPresent();
  }

  /// Why a step's conditions cannot be decided.
  Optional<String> objection(int index) {
    return conditions(steps.get(index), Changed.class)
        .flatMap(changes -> changes.steps().stream())
        .filter(other -> other < 0 || other >= index)
        .findFirst()
        .map(other -> "it cannot depend on step " + other + ", which is no earlier one");
  }

  /// Why a step cannot be applied: what it needs cannot be remembered.
  Optional<String> begin(int index) {
    for (Step other : steps) {
      boolean here = conditions(other, OnSystem.class).allMatch(system -> unmet(system).isEmpty());
      for (Changed changes : conditions(other, Changed.class).toList()) {
        if (here && changes.steps().contains(index) && !isPending(changes.key())) {
          String mark = other.unconditional() instanceof Reboot ? "\n" + boot : "";
          Optional<String> why = remember(due(changes.key()), target(other) + mark);
          if (why.isPresent()) {
            return why;
          }
          written.add(changes.key());
        }
      }
    }
    return conditions(steps.get(index), Once.class).findFirst().flatMap(_ -> makeDirectory("once"));
  }

  private Optional<String> makeDirectory(String name) {
    return files
        .makeDirectory(directory, 0700)
        .or(() -> files.makeDirectory(directory + "/" + name, 0700));
  }

  private Optional<String> remember(String path, String text) {
    return makeDirectory("due")
        .or(
            () ->
                files.put(path, new StoredFile("root", 0600, (text + "\n").getBytes(UTF_8)), 0700));
  }

  /// Keeps what has become of a step.
  void end(int index, StepResult result, Instant now) {
    Step step = steps.get(index);
    if (changes(step, result)) {
      changed.add(index);
    }
    if (result.ok() && !(result instanceof StepResult.NotNeeded)) {
      conditions(step, Once.class)
          .forEach(done -> remember(once(done.key()), now + "\n" + target(step)));
      if (!(result instanceof StepResult.Rebooting)) {
        conditions(step, Changed.class).forEach(done -> files.delete(due(done.key())));
      }
    }
  }

  private static boolean changes(Step step, StepResult result) {
    return switch (result) {
      case StepResult.KeysAuthorized keys -> keys.added() > 0;
      case StepResult.FilePut file -> file.changed();
      case StepResult.DirectoryPut put -> put.written() + put.removed() > 0;
      case StepResult.ScriptRan _ -> step instanceof ConditionalStep;
      case StepResult.Rebooting _,
          StepResult.Rebooted _,
          StepResult.NotNeeded _,
          StepResult.Failed _,
          StepResult.Skipped _ ->
          false;
    };
  }

  /// What a step would change, if its conditions would hold.
  StepDifference compared(int index, StepDifference difference) {
    Step step = steps.get(index);
    boolean changes =
        step.unconditional() instanceof RunScript
            ? step instanceof ConditionalStep
            : !(difference instanceof StepDifference.None);
    Optional<String> needless = needless(index);
    if (needless.isEmpty() && changes) {
      changed.add(index);
    }
    return needless
        .map(reason -> reason.replace("has changed", "would change"))
        .<StepDifference>map(StepDifference.NotNeeded::new)
        .orElse(difference);
  }

  /// Forgets what was remembered for nothing.
  void close() {
    steps.stream()
        .flatMap(step -> conditions(step, Changed.class))
        .filter(changes -> written.contains(changes.key()) && !isDue(changes))
        .forEach(changes -> files.delete(due(changes.key())));
  }

  static String target(Step step) {
    return switch (step.unconditional()) {
      case AuthorizeKeys keys -> keys.file();
      case PutFile file -> file.target();
      case PutDirectory directory -> directory.target();
      case RunScript script -> script.target();
      case Reboot _, AwaitReboot _ -> Reboot.NAME;
      case ConditionalStep conditional -> target(conditional.step());
    };
  }
}
