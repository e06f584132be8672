package dev.provision.cli;

import dev.provision.cli.call.Interruption;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.call.Relaunch;
import dev.provision.cli.call.ReportedErrors;
import dev.provision.cli.call.StandardStreams;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.testkit.memory.InMemoryCloud;
import dev.provision.testkit.memory.InMemoryShell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A user's machine with the program on it, and a cloud in memory. A call runs all of the program
/// but its `main`.
final class Machine implements AutoCloseable {
  private static final Map<Path, Machine> MACHINES = new ConcurrentHashMap<>();

  public final Path home;
  final InMemoryCloud cloud =
      new InMemoryCloud("Ubuntu 24.04 LTS (Noble Numbat)", "Debian 12 (bookworm)");
  final List<CloudAccount> accounts = new CopyOnWriteArrayList<>();
  final Map<String, InMemoryShell.Answer> answers = new ConcurrentHashMap<>();
  final List<InMemoryShell.Call> calls = new CopyOnWriteArrayList<>();
  final Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm"));
  final InMemoryShell shells = new InMemoryShell(this::answer);
  UnaryOperator<CloudPort> around = UnaryOperator.identity();
  Set<Standard> terminals = Set.of();
  String input = "";
  Optional<Relaunch> longWork = Optional.empty();

  public Machine(Path home) {
    this.home = home;
    MACHINES.put(home, this);
  }

  /// What a call ended with.
  record Result(int status, String out, String err) {}

  static Machine of(Path inside) {
    return MACHINES.entrySet().stream()
        .filter(entry -> inside.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  CloudPort cloud() {
    return around.apply(cloud);
  }

  RemoteShellPort shells() {
    return shells;
  }

  private InMemoryShell.Answer answer(InMemoryShell.Call call) {
    calls.add(call);
    // Provision's own scripts have a name of their own each time, behind which stands the script's.
    String target = call.target().replaceFirst("^/tmp/\\.provision-[0-9a-f]+-", "");
    return answers.getOrDefault(target.isEmpty() ? call.text() : target, InMemoryShell.Answer.ok());
  }

  /// Writes a file below the home directory.
  Path file(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  /// Calls `provision` with the provider `memory`.
  Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("-p", "memory"));
    return call(ProgramName.PROVISION, "provision", all.toArray(String[]::new));
  }

  /// Calls a program as it is.
  Result call(ProgramName program, String calledAs, String... arguments) {
    return call(program, calledAs, streams -> quiet(streams), arguments);
  }

  Result call(
      ProgramName program,
      String calledAs,
      Function<StandardStreams, Interruption> interruption,
      String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, terminals);
    Invocation invocation =
        new Invocation(
            program,
            calledAs,
            streams,
            environment,
            home,
            home,
            Clock.systemUTC(),
            interruption.apply(streams),
            new ReportedErrors(),
            longWork);
    int status = Cli.run(invocation, arguments);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Interruption quiet(StandardStreams streams) {
    return new Interruption(streams, (_, _) -> {}, _ -> {});
  }

  @Override
  public void close() {
    MACHINES.remove(home);
  }
}
