package dev.provision.cli;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.Program;
import dev.provision.cli.output.ForeignOutput;
import java.net.URL;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// Where every program of the distribution starts.
public final class Main {
  private static final Duration LAST_WORK = Duration.ofSeconds(3);

  private Main() {}

  /// Runs the command and ends the process with its exit status.
  ///
  /// @param arguments those of the command line, as far as everybody may see them
  public static void main(String[] arguments) {
    // The program speaks English: the libraries that it uses should neither write other digits,
    // some
    // of them into requests, nor put a translated message into an English sentence.
    Locale.setDefault(Locale.ROOT);
    // A JAR that sets another one, which decides how this process reads any URL, fails at it.
    URL.setURLStreamHandlerFactory(_ -> null);
    String program = System.getProperty("provision.program", Program.PROVISION.fileName());
    Invocation invocation =
        Invocation.ofProcess(Program.named(program).orElse(Program.PROVISION), arguments);
    ForeignOutput.redirectTo(invocation.streams().err());
    int status = run(invocation, Invocation.argumentsOfProcess(arguments));
    ForeignOutput.finish();
    end(status);
  }

  /// Ends the process. What a provider's JAR has asked the virtual machine to do at the end may
  /// take a while, but not for ever.
  private static void end(int status) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              long end = System.nanoTime() + LAST_WORK.toNanos();
              while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
              }
              Runtime.getRuntime().halt(status);
            });
    System.exit(status);
  }

  /// Runs the command of a call.
  ///
  /// @return its exit status
  public static int run(Invocation invocation, String... arguments) {
    return Cli.run(invocation, arguments);
  }
}
