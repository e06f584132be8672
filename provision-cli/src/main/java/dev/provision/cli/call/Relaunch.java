package dev.provision.cli.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The same call once more, in a Java that is set up for long work; see docs/adr/0044.
///
/// A program that ends within a second is started with the JDK's first compiler only. Hundreds of
/// megabytes take that three times as long.
@FunctionalInterface
public interface Relaunch {
  /// From how many bytes on the second start pays.
  long WORTHWHILE = 32L << 20;

  /// Set for the second start.
  String MARK = "PROVISION_LONG_WORK";

  /// The secret that came by standard input, for the second start.
  String SECRET = "PROVISION_READ_SECRET";

  /// Makes this process the second start; returns only where that is impossible, and the work has
  /// to be done as it is.
  ///
  /// @param secret what was read from standard input
  void begin(Optional<String> secret);

  /// The way to start this process's call again; empty if it is the second start, or without a
  /// launcher.
  ///
  /// @param shown what Java was started with
  static Optional<Relaunch> ofProcess(Map<String, String> environment, String... shown) {
    return isSecondStart(environment)
        ? Optional.empty()
        : Optional.ofNullable(System.getProperty("provision.launcher"))
            .map(launcher -> secret -> replace(launcher, secret, shown));
  }

  private static void replace(String launcher, Optional<String> secret, String... shown) {
    List<String> command = new ArrayList<>(List.of(launcher));
    command.addAll(List.of(shown));
    Map<String, String> variables = new HashMap<>(Map.of(MARK, "1"));
    variables.put("PROVISION_CALLED_AS", System.getProperty("provision.called-as", launcher));
    secret.ifPresent(text -> variables.put(SECRET, text));
    new ProcessImage().replace(command, variables, StandardDescriptors.results());
  }

  /// Whether this is the second start.
  static boolean isSecondStart(Map<String, String> environment) {
    return environment.containsKey(MARK);
  }
}
