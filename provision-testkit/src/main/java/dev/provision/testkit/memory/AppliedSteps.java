package dev.provision.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.ports.Content;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.InMemoryShell.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Steps on the files of one host.
///
/// Tested by `InMemoryShellContractTest` and `InMemoryShellTest`.
///
/// @param endpoint the host, and who applies them
/// @param files the host's
/// @param users who exists there
record AppliedSteps(SshEndpoint endpoint, NodeFiles files, Predicate<String> users) {
  private static final int OPEN_DIRECTORY = 0755;
  private static final int CLOSED_DIRECTORY = 0700;

  /// What is to be sent, for each step, before anything changes.
  ///
  /// @throws ShellException if some of it cannot be read
  List<byte[]> contents(String doing, List<Step> steps) {
    return steps.stream().map(step -> content(doing, step)).toList();
  }

  private static byte[] content(String doing, Step step) {
    return switch (step) {
      case AuthorizeKeys _, Reboot _, AwaitReboot _ -> new byte[0];
      case PutFile file -> bytes(doing, file.target(), file.content());
      case PutDirectory directory -> bytes(doing, directory);
      case RunScript script -> bytes(doing, script.target(), script.content());
      case ConditionalStep conditional -> content(doing, conditional.step());
    };
  }

  /// Of all its files, in order.
  private static byte[] bytes(String doing, PutDirectory directory) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (DirectoryEntry entry : directory.entries()) {
      if (entry instanceof DirectoryEntry.File file) {
        all.writeBytes(bytes(doing, directory.target() + "/" + file.path(), file.content()));
      }
    }
    return all.toByteArray();
  }

  private static byte[] bytes(String doing, String target, Content content) {
    try (InputStream in = content.open()) {
      byte[] bytes = in.readAllBytes();
      if (bytes.length != content.size()) {
        throw new IOException("%s bytes, not %s".formatted(bytes.length, content.size()));
      }
      return bytes;
    } catch (IOException e) {
      throw new ShellException(
          new ShellFailure.TransferFailed(doing, target + ": " + e.getMessage()), e);
    }
  }

  /// What the host remembers of steps.
  ///
  /// @param boot the host's boot ID
  StepMemory memory(List<Step> steps, String boot) {
    String directory =
        user().equals("root") ? "/var/lib/provision" : home() + "/.local/state/provision";
    return new StepMemory(files, directory, boot, steps);
  }

  /// Carries out a step; of a script, that it is put. A restart is none of the files' business.
  StepResult perform(Step step, byte[] bytes) {
    return switch (step) {
      case AuthorizeKeys keys -> authorize(keys);
      case PutFile file -> put(file, bytes);
      case PutDirectory directory ->
          stranger(directory.owner())
              .map(name -> failed(directory.target(), "there is no user or group " + name))
              .orElseGet(() -> new AppliedDirectory(directory, files, user()).put());
      case RunScript script -> put(script, bytes);
      case Reboot _, AwaitReboot _ -> new StepResult.Skipped();
      case ConditionalStep conditional -> perform(conditional.step(), bytes);
    };
  }

  private StepResult put(RunScript script, byte[] bytes) {
    boolean removed = script.afterwards() == RunScript.Afterwards.REMOVED;
    return removed && files.link(script.target()).isPresent()
        ? failed(script.target(), "it is a symbolic link")
        : put(script.file(), bytes);
  }

  /// What is done with a script that has ended.
  void leave(RunScript script) {
    if (script.afterwards() == RunScript.Afterwards.REMOVED) {
      files.delete(script.target());
    }
  }

  private StepResult put(PutFile file, byte[] bytes) {
    Optional<String> stranger = stranger(file.owner());
    if (stranger.isPresent()) {
      return failed(file.target(), "there is no user or group " + stranger.get());
    }
    StoredFile wanted = wanted(file, bytes);
    Optional<StoredFile> before = files.file(file.target());
    if (before.isPresent() && before.get().isLike(wanted)) {
      return new StepResult.FilePut(false);
    }
    return files
        .put(file.target(), wanted, OPEN_DIRECTORY)
        .map(why -> failed(file.target(), why))
        .orElse(new StepResult.FilePut(true));
  }

  private Optional<String> stranger(Optional<String> owners) {
    return owners.stream()
        .flatMap(owner -> Stream.of(owner.split(":", -1)))
        .filter(name -> !name.isEmpty() && !users.test(name))
        .findFirst();
  }

  private static StepResult failed(String path, String why) {
    return new StepResult.Failed(path + ": " + why);
  }

  private StoredFile wanted(PutFile file, byte[] bytes) {
    return new StoredFile(file.owner().orElseGet(this::user), file.mode(), bytes);
  }

  private StepResult authorize(AuthorizeKeys keys) {
    String path = absolute(keys.file());
    Optional<StoredFile> before = files.file(path);
    List<String> lines = new ArrayList<>(lines(before));
    int known = lines.size();
    keys.keys().stream().filter(line -> !holds(lines, line)).forEach(lines::add);
    StoredFile after =
        new StoredFile(user(), 0600, (String.join("\n", lines) + "\n").getBytes(UTF_8));
    return files
        .put(path, after, CLOSED_DIRECTORY)
        .map(why -> failed(path, why))
        .orElse(new StepResult.KeysAuthorized(lines.size() - known));
  }

  private static List<String> lines(Optional<StoredFile> file) {
    return file.map(one -> one.text().lines().toList()).orElse(List.of());
  }

  /// A key is the same with another comment or with options.
  private static boolean holds(List<String> lines, String line) {
    return lines.stream()
        .filter(one -> !one.startsWith("#"))
        .anyMatch(one -> one.equals(line) || encoding(one).equals(encoding(line)));
  }

  private static String encoding(String line) {
    return Stream.of(line.split("\\s+", -1))
        .filter(word -> word.startsWith("AAAA"))
        .findFirst()
        .orElse(line);
  }

  StepDifference compare(Step step, byte[] bytes) {
    return switch (step) {
      case AuthorizeKeys keys -> {
        List<String> known = lines(files.file(absolute(keys.file())));
        int missing = (int) keys.keys().stream().filter(line -> !holds(known, line)).count();
        yield missing == 0 ? new StepDifference.None() : new StepDifference.KeysMissing(missing);
      }
      case PutFile file -> compare(file, bytes);
      case PutDirectory directory -> new AppliedDirectory(directory, files, user()).difference();
      case RunScript script ->
          script.afterwards() == RunScript.Afterwards.REMOVED
              ? new StepDifference.Runs()
              : compare(script.file(), bytes);
      case Reboot _, AwaitReboot _ -> new StepDifference.None();
      case ConditionalStep conditional -> compare(conditional.step(), bytes);
    };
  }

  private StepDifference compare(PutFile file, byte[] bytes) {
    if (files.isDirectory(file.target())) {
      return new StepDifference.Unknown("it is a directory");
    }
    return files
        .file(file.target())
        .map(have -> have.differenceTo(wanted(file, bytes)))
        .orElse(new StepDifference.FileMissing());
  }

  Call call(RunScript script, byte[] text) {
    return call(
        script.target(),
        new String(text, UTF_8),
        script.environment(),
        InputStream.nullInputStream());
  }

  /// @param target where the script is; empty for a command
  Call call(String target, String text, Map<String, String> own, InputStream stdin) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", home());
    environment.put("USER", user());
    environment.put("LOGNAME", user());
    environment.putAll(own);
    return new Call(endpoint.host(), target, text, Map.copyOf(environment), stdin, files);
  }

  private String absolute(String path) {
    return path.startsWith("/") ? path : home() + "/" + path;
  }

  private String home() {
    return user().equals("root") ? "/root" : "/home/" + user();
  }

  /// Who applies the steps.
  String user() {
    return endpoint.privilege() instanceof Privilege.None ? endpoint.user().orElse("root") : "root";
  }
}
