package dev.provision.cli.call;

import dev.provision.cli.call.StandardStreams.Standard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// One call of the program, and all that it may know of its surroundings.
///
/// @param program which program was called
/// @param calledAs the path by which it was called, such as `./provision`
/// @param streams its three streams
/// @param environment environment variables
/// @param workingDirectory where relative paths start
/// @param userHome the user's home directory
/// @param clock for durations
/// @param interruption what Ctrl-C does
/// @param errors what the user was told that went wrong
/// @param longWork how to start this call again for long work, where that is possible
public record Invocation(
    ProgramName program,
    String calledAs,
    StandardStreams streams,
    Map<String, String> environment,
    Path workingDirectory,
    Path userHome,
    InstantSource clock,
    Interruption interruption,
    ReportedErrors errors,
    Optional<Relaunch> longWork) {

  /// Copies the map.
  public Invocation {
    environment = Map.copyOf(environment);
  }

  /// The call that this process is, as the launcher describes it in system properties.
  ///
  /// @param shown what Java was started with
  public static Invocation ofProcess(ProgramName program, String... shown) {
    // Digits, one for each stream that is a terminal: only a shell can tell that of each by itself.
    String home = System.getenv().getOrDefault("HOME", "");
    String terminals = System.getProperty("provision.terminals", "");
    StandardStreams streams = StandardStreams.ofProcess(Standard.in(terminals));
    return new Invocation(
        program,
        System.getProperty("provision.called-as", program.fileName()),
        streams,
        ProcessArguments.without(System.getenv()),
        Path.of("").toAbsolutePath(),
        // As shells and most programs have it; Java's own idea is the password file's.
        Path.of(home.isEmpty() ? System.getProperty("user.home") : home),
        Clock.systemUTC(),
        new Interruption(streams, Signals::onEach, Runtime.getRuntime()::halt),
        new ReportedErrors(),
        Relaunch.ofProcess(System.getenv(), shown));
  }

  /// The words of the command line of this process.
  ///
  /// @param shown what Java was started with
  public static String[] argumentsOfProcess(String... shown) {
    return ProcessArguments.of(System.getenv(), shown).toArray(String[]::new);
  }

  /// Whether the same call has been started before, for less work, and has said its warnings.
  public boolean isSecondStart() {
    return Relaunch.isSecondStart(environment);
  }

  /// How the user would call a subcommand now, as words.
  public CommandLineWords words() {
    return new CommandLineWords(program, calledAs, workingDirectory, environment);
  }
}
