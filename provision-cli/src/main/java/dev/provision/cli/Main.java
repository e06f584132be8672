package dev.provision.cli;

import dev.provision.cli.call.CommandStatus;
import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.ProgramName;
import dev.provision.cli.output.ForeignOutput;
import dev.provision.cli.output.OutputGate;
import java.net.URL;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Where every program of the distribution starts.
public final class Main {
  private static final Duration LAST_WORK = Duration.ofSeconds(3);
  private static final AtomicBoolean ENDS_ITSELF = new AtomicBoolean();

  private Main() {}

  /// Runs the command and ends the process with its exit status.
  ///
  /// @param arguments those of the command line, as far as everybody may see them
  public static void main(String[] arguments) {
    Invocation invocation = start(arguments);
    int status = run(invocation, Invocation.argumentsOfProcess(arguments));
    ForeignOutput.finish();
    ENDS_ITSELF.set(true);
    lateHalt(status).start();
    System.exit(status);
  }

  /// Makes this process the program's own: its language, its streams, and its end. Only once a
  /// process.
  ///
  /// @param arguments those of the command line, as far as everybody may see them
  public static Invocation start(String... arguments) {
    // The program speaks English: the libraries that it uses should neither write other digits,
    // some of them into requests, nor put a translated message into an English sentence.
    Locale.setDefault(Locale.ROOT);
    // Otherwise SLF4J searches every JAR for it, and says that it was told.
    System.setProperty("slf4j.provider", "dev.provision.cli.trace.TraceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    // A JAR that sets another one, which decides how this process reads any URL, fails at it.
    URL.setURLStreamHandlerFactory(_ -> null);
    String program = System.getProperty("provision.program", ProgramName.PROVISION.fileName());
    Invocation invocation =
        Invocation.ofProcess(ProgramName.named(program).orElse(ProgramName.PROVISION), arguments);
    ForeignOutput.redirectTo(invocation.streams().err());
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().unstarted(() -> atEnd(invocation.streams().err())));
    return invocation;
  }

  /// Code of a JAR that ends the process would leave a status that says nothing of the command.
  private static void atEnd(OutputGate err) {
    if (ENDS_ITSELF.get()) {
      return;
    }
    ForeignExit.provider(Thread.getAllStackTraces().values())
        .ifPresent(
            provider -> {
              int status = CommandStatus.UNFORESEEN.number();
              lateHalt(status).start();
              ForeignExit.report(provider, err);
              Runtime.getRuntime().halt(status);
            });
  }

  /// A thread, not yet started, that ends the process in any case a little later: what a provider's
  /// JAR has asked the virtual machine to do at the end may take a while, but not for ever.
  public static Thread lateHalt(int status) {
    return Thread.ofPlatform()
        .daemon()
        .unstarted(
            () -> {
              long end = System.nanoTime() + LAST_WORK.toNanos();
              while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
              }
              Runtime.getRuntime().halt(status);
            });
  }

  /// Runs the command of a call.
  ///
  /// @return its exit status
  public static int run(Invocation invocation, String... arguments) {
    return Cli.run(invocation, arguments);
  }
}
