package dev.provision.cli.terminal;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.call.StandardStreams.Standard;
import dev.provision.cli.output.OutputGate;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Asks before something is done that cannot be undone. What is not a clear yes means no.
///
/// @param invocation whose streams it asks on
public record Confirmation(Invocation invocation) {
  private static final int LONGEST = 100;

  /// Whether there is someone to ask: a script's standard input is not read.
  public boolean canAsk() {
    return invocation.streams().isTerminal(Standard.IN)
        && invocation.streams().isTerminal(Standard.ERR);
  }

  /// Whether the user wants this.
  ///
  /// @param what such as `destroy these nodes`
  /// @param things one a line
  public boolean of(String what, List<String> things) {
    OutputGate err = invocation.streams().err();
    things.forEach(thing -> err.message("  " + thing));
    err.print("%s (%s)? [y/N] ".formatted(what, things.size()));
    err.flush();
    String answer = line(invocation.streams().in()).strip();
    boolean agreed = answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    if (!agreed) {
      err.message("nothing was done");
    }
    return agreed;
  }

  /// Byte for byte: what follows the line is not ours.
  private static String line(InputStream in) {
    StringBuilder line = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        if (line.length() < LONGEST) {
          line.append((char) next);
        }
      }
    } catch (IOException _) {
      return ""; // the terminal is gone, and with it who could answer
    }
    return line.toString();
  }
}
