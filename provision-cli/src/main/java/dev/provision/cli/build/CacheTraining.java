package dev.provision.cli.build;

import dev.provision.cli.Main;
import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Interruption;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.call.ReportedErrors;
import dev.provision.cli.call.Signals;
import dev.provision.cli.call.StandardStreams;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.cli.output.ForeignOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Runs real commands once, at build time, so that Java can keep what it had to load and link for
/// them in the distribution's start-up cache.
///
/// Tested by `DistributionIT`.
public final class CacheTraining {
  private static final String NODE = "deploy-test-training";

  private final Path home;

  private CacheTraining(Path home) {
    this.home = home;
  }

  /// Trains.
  ///
  /// @param arguments a directory to work in, made anew; the file that keeps which Java the cache
  ///   belongs to
  public static void main(String... arguments) throws IOException {
    Path home = Path.of(arguments[0]).toAbsolutePath();
    deleteAll(home);
    Files.createDirectories(home);
    new CacheTraining(home).run();
    deleteAll(home);
    Files.writeString(Path.of(arguments[1]), System.getProperty("java.home") + "\n");
  }

  private void run() throws IOException {
    startAndEnd();
    Path configuration = configuration();
    String directory = configuration.toString();
    must("--help");
    must("providers");
    must("plan", "-b", "hello");
    must("plan", "-c", directory, "-b", "training", "-t", "region=eu", "--scripts");
    must(
        "render",
        "-n",
        NODE,
        "-c",
        directory,
        configuration.resolve("scripts/training.sh").toString());
    must("validate", "-c", directory);
    must("bundles", "-c", directory);
    must("bundles", "-c", directory, "training");
    must("list-nodes");
    may("plan", "-b", "no-such-bundle");
    // Where the kernel allows no sandbox there is no node either: what came before is in the cache
    // all the same.
    if (may("deploy-node", "-c", directory, "-b", "hello", "-b", "training", "-n", NODE)
        == CommandStatus.OK.number()) {
      must("list-nodes");
      must("ssh", NODE, "--", "true");
      must("destroy-node", NODE);
      piped("deploy-node", "-c", directory, "-b", "hello", "-n", NODE);
      piped("list-nodes");
    }
    may("destroy-node", NODE);
    try (TrainingCloud cloud =
        TrainingCloud.start(Files.createDirectories(home.resolve("cloud")))) {
      must("list-nodes", "-c", cloud.configuration().toString());
    }
    try (TrainingHost host = TrainingHost.start(Files.createDirectories(home.resolve("host")))) {
      must("deploy-node", "-c", host.configuration().toString(), "-b", "training", "-n", NODE);
      piped(
          "deploy-node",
          "--another",
          "-c",
          host.configuration().toString(),
          "-b",
          "training",
          "-n",
          NODE);
    }
  }

  /// What runs once a process, for users only: a single class that is missing from the cache makes
  /// Java open a JAR.
  private static void startAndEnd() {
    PrintStream out = System.out;
    PrintStream err = System.err;
    Main.start();
    Invocation.argumentsOfProcess();
    ForeignOutput.finish();
    Main.lateHalt(CommandStatus.OK.number());
    System.setOut(out);
    System.setErr(err);
  }

  private Path configuration() throws IOException {
    Path directory = Files.createDirectories(home.resolve("configuration"));
    Files.createDirectories(directory.resolve("scripts"));
    Files.createDirectories(directory.resolve("files"));
    Files.writeString(
        directory.resolve("provision.yaml"),
        """
        variables: {region: us}
        bundles:
          training: {scripts: [training.sh], files: [/root/training.txt]}
        """);
    Files.writeString(directory.resolve("files/training.txt"), "text\n");
    Files.writeString(
        directory.resolve("scripts/training.sh"),
        """
        #!/bin/sh
        # provision-template-type: format-string
        echo {node_name} {region}
        """);
    return directory;
  }

  private void must(String... arguments) {
    if (may(arguments) != CommandStatus.OK.number()) {
      throw new IllegalStateException("training failed: provision " + String.join(" ", arguments));
    }
  }

  private int may(String... arguments) {
    return run(Set.of(Standard.OUT, Standard.ERR), arguments);
  }

  /// As a script or a CI job calls it.
  private void piped(String... arguments) {
    run(Set.of(), arguments);
  }

  private int run(Set<Standard> terminals, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(InputStream.nullInputStream(), out, err, terminals);
    Invocation invocation =
        new Invocation(
            ProgramName.PROVISION,
            "provision",
            streams,
            Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), "TERM", "xterm"),
            home,
            home,
            Clock.systemUTC(),
            new Interruption(streams, Signals::onEach, Runtime.getRuntime()::halt),
            new ReportedErrors(),
            Optional.of(_ -> {})); // nothing here is long work
    int status = Main.run(invocation, arguments);
    System.out.println("provision " + String.join(" ", arguments) + ": " + status);
    System.out.println(out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8));
    return status;
  }

  private static void deleteAll(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
