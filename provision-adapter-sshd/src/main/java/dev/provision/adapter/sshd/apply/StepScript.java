package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.text.ScriptResource;
import dev.provision.adapter.sshd.text.ShellText;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes the script that applies the steps on the node: a fixed part, and a call for each step.
final class StepScript {
  /// The encoding of every SSH key begins with the length of its type, below 2^24, in four bytes.
  private static final Pattern KEY = Pattern.compile("(?:^|\\s)(AAAA[A-Za-z0-9+/]+=*)(?:\\s|$)");

  private static final List<String> FIXED =
      List.of(
          "carry_output.sh",
          "lock_node.sh",
          "put_files.sh",
          "walk_directories.sh",
          "read_files.sh",
          "replace_files.sh",
          "authorize_keys.sh",
          "missing_interpreter.sh",
          "runner.sh");

  private static final List<String> DIRECTORIES =
      List.of("put_directories.sh", "directory_by_shell.sh", "place_entries.sh");

  private final String nonce;
  private final boolean large;
  private final Optional<String> holder;
  private final boolean patient;
  private final ConditionCalls conditions;
  private final ReplacedCalls replaced;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private boolean directories;
  private boolean removing;
  private boolean reboots;
  private boolean asking;

  /// @param large whether much is sent
  /// @param holder who has the node meanwhile; empty where it shall only say what would change
  /// @param patient whether it waits for another run
  /// @param conditions under which steps are applied
  /// @param replaced whether what they replace is kept, or put back
  StepScript(
      String nonce,
      boolean large,
      Optional<String> holder,
      boolean patient,
      ConditionCalls conditions,
      ReplacedCalls replaced) {
    this.nonce = nonce;
    this.large = large;
    this.holder = holder;
    this.patient = patient;
    this.conditions = conditions;
    this.replaced = replaced;
  }

  /// The program that puts files in place where there is Perl.
  static byte[] putFiles() {
    return ScriptResource.bytes(StepScript.class, "put_files.pl");
  }

  /// The program that puts directories in place where there is Perl.
  static byte[] putDirectories() {
    return ScriptResource.bytes(StepScript.class, "put_directories.pl");
  }

  /// Pairs of lines, the key's encoding and the whole line, as the script reads them.
  static byte[] keyPairs(AuthorizeKeys step) {
    StringBuilder lines = new StringBuilder();
    for (String key : step.keys()) {
      Matcher matcher = KEY.matcher(key);
      String encoding = matcher.find() ? matcher.group(1) : key.strip();
      lines.append(encoding).append('\n').append(key.strip()).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// A step that cannot be done. Its reason may quote a NUL, with which no shell could read on.
  void refuse(int index, String reason, boolean stop) {
    call("refuse", index, reason.replace("\0", "\\0"), stop ? "stop" : "");
  }

  void authorizeKeys(int index, AuthorizeKeys step) {
    callOnKeys("authorize_keys", index, step);
  }

  void compareKeys(int index, AuthorizeKeys step) {
    callOnKeys("compare_keys", index, step);
  }

  /// The path of a file of keys, for a shell.
  static String keysFile(String file) {
    return file.startsWith("/")
        ? ShellText.quote(file)
        : "\"${HOME%/}\"" + ShellText.quote("/" + file);
  }

  private void callOnKeys(String function, int index, AuthorizeKeys step) {
    boolean absolute = step.file().startsWith("/");
    String file = absolute ? step.file() : "/" + step.file();
    String directory = directory(file);
    text.append(function).append(' ').append(index).append(' ').append(index);
    for (String path : List.of(file, directory, directory(directory))) {
      text.append(absolute ? " " : " \"${HOME%/}\"").append(ShellText.quote(path));
    }
    text.append('\n');
  }

  void putFile(int index, PutFile step) {
    String directory = directory(step.target());
    call(
        "put_file",
        index,
        index,
        step.target(),
        directory,
        place(directory),
        step.owner().orElse(""),
        modeToSet(step));
  }

  /// The contents of some directories are sent when they are asked for.
  void ask() {
    asking = true;
  }

  void putDirectory(int index, PutDirectory step) {
    callOnDirectory("put_directory", index, step);
  }

  void compareDirectory(int index, PutDirectory step) {
    callOnDirectory("compare_directory", index, step);
  }

  private void callOnDirectory(String function, int index, PutDirectory step) {
    directories = true;
    call(function, DirectorySource.arguments(index, step).toArray());
  }

  void reboot(int index, Reboot step) {
    reboots = true;
    call("reboot_node", index, Math.max(1, step.timeout().toSeconds()));
  }

  void awaitReboot(int index, AwaitReboot step) {
    reboots = true;
    call("await_reboot", index, step.former(), Math.max(1, step.timeout().toSeconds()));
  }

  void compareReboot(int index) {
    reboots = true;
    call("compare_reboot", index);
  }

  void compareFile(int index, PutFile step) {
    call(
        "compare_file",
        index,
        index,
        step.target(),
        directory(step.target()),
        step.owner().orElse(""),
        modeToSet(step));
  }

  void compareScript(int index, RunScript step) {
    if (step.afterwards() == RunScript.Afterwards.REMOVED) {
      call("compare_removed", index);
    } else {
      compareFile(index, step.file());
    }
  }

  /// Giving a file away takes its set-id bits; and the archive always lets the owner read.
  private static String modeToSet(PutFile step) {
    boolean given = step.owner().isPresent() && (step.mode() & 06000) != 0;
    return given || (step.mode() & 0400) == 0 ? Integer.toOctalString(step.mode()) : "";
  }

  /// Begins what is done only if a command succeeds.
  void beginIf(String command) {
    text.append("if ").append(command).append("; then\n");
  }

  void endIf() {
    text.append("fi\n");
  }

  /// @param interpreted whether the script has a `#!` line
  void runScript(int index, RunScript step, boolean interpreted) {
    text.append("env_").append(index).append("() {\n  :\n");
    new TreeMap<>(step.environment())
        .forEach(
            (name, value) ->
                text.append("  export ")
                    .append(name)
                    .append('=')
                    .append(ShellText.quote(value))
                    .append('\n'));
    text.append("}\n");
    int mode = step.file().mode();
    boolean removed = step.afterwards() == RunScript.Afterwards.REMOVED;
    removing |= removed;
    call(
        removed ? "run_removed" : "run_script",
        index,
        index,
        step.target(),
        directory(step.target()),
        place(directory(step.target())),
        (mode & 0400) == 0 ? Integer.toOctalString(mode) : "",
        interpreted ? "" : "/bin/sh",
        step.timeout().map(StepScript::seconds).orElse(""),
        step.onFailure() == RunScript.OnFailure.STOP ? "stop" : "");
  }

  /// In digits that every shell knows, whatever this program's user counts with.
  private static String seconds(Duration limit) {
    String thousandths = String.valueOf(1000 + limit.toMillisPart()).substring(1);
    return limit.toSeconds() + "." + thousandths;
  }

  /// The number of a directory that files go to.
  private int place(String directory) {
    return places.computeIfAbsent(directory, _ -> places.size());
  }

  private void call(String function, Object... arguments) {
    text.append(function);
    for (Object argument : arguments) {
      text.append(' ').append(ShellText.quote(argument.toString()));
    }
    text.append('\n');
  }

  /// The whole script.
  byte[] bytes() {
    StringBuilder whole = new StringBuilder();
    whole.append("nonce=").append(ShellText.quote(nonce));
    whole.append(" large=").append(large ? "large" : "");
    whole.append(" holder=").append(ShellText.quote(holder.orElse("")));
    whole.append(" patient=").append(patient ? "patient" : "").append('\n');
    FIXED.forEach(name -> whole.append(ScriptResource.text(StepScript.class, name)));
    List<String> keeping = replaced.parts();
    if (directories || !keeping.isEmpty()) {
      whole.append(ScriptResource.text(StepScript.class, "escape_paths.sh"));
    }
    if (directories) {
      DIRECTORIES.forEach(name -> whole.append(ScriptResource.text(StepScript.class, name)));
    }
    whole.append("places() {\n  \"$1\"");
    places.keySet().forEach(directory -> whole.append(' ').append(ShellText.quote(directory)));
    whole.append("\n}\n");
    if (holder.isEmpty()) {
      whole.append(ScriptResource.text(StepScript.class, "compare_steps.sh"));
    }
    if (removing) {
      whole.append(ScriptResource.text(StepScript.class, "remove_scripts.sh"));
    }
    if (reboots) {
      whole.append(ScriptResource.text(StepScript.class, "reboot_node.sh"));
    }
    if (conditions.exist() || !keeping.isEmpty()) {
      whole.append(ScriptResource.text(StepScript.class, "remember.sh"));
    }
    keeping.forEach(name -> whole.append(ScriptResource.text(StepScript.class, name)));
    if (conditions.exist()) {
      whole.append(ScriptResource.text(StepScript.class, "meet_conditions.sh"));
      whole.append(conditions.dependants());
    }
    if (asking) {
      whole.append("keep_input\n");
    }
    whole.append("start\n").append(text);
    replaced.call().ifPresent(call -> whole.append(call).append('\n'));
    whole.append("finish\n");
    return whole.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The directory of an absolute path.
  static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
