package dev.provision.cli;

import dev.provision.cli.output.OutputGate;
import dev.provision.library.provider.ThirdPartyCode;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/// The end of the process by a provider's JAR, as the virtual machine's last work sees it: a thread
/// waits in `Runtime.exit`, and code of the JAR is on its stack. A signal does not come that way.
final class ForeignExit {
  private ForeignExit() {}

  /// Whose code ends the process.
  ///
  /// @param stacks those of all threads
  static Optional<String> provider(Collection<StackTraceElement[]> stacks) {
    return stacks.stream()
        .filter(ForeignExit::ends)
        .flatMap(stack -> ThirdPartyCode.provider(stack).stream())
        .findFirst();
  }

  private static boolean ends(StackTraceElement[] stack) {
    return Stream.of(stack)
        .anyMatch(
            frame ->
                frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit"));
  }

  /// Says whose fault it is.
  static void report(String provider, OutputGate err) {
    err.println(
        "error: the provider in the JAR or directory '"
            + provider
            + "' ended the program; this is a bug in the provider; please report it to its"
            + " authors");
    err.flush();
  }
}
