package dev.provision.cli.run;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.view.OutputFormat;
import dev.provision.cli.view.Table;

/// Prints lists.
public final class ListPrinter {
  private ListPrinter() {}

  /// Prints a list to standard output. That a table is empty is said on standard error, so that
  /// nobody wonders; and what is odd about an entry, so that nobody takes it for what it seems.
  ///
  /// @param thing what is listed, in the singular
  public static void list(
      Invocation invocation, Table<?> table, OutputFormat format, String thing) {
    invocation.streams().out().print(table.in(format));
    if (table.things().isEmpty() && format == OutputFormat.TABLE) {
      invocation.streams().err().println("there are no " + thing + "s");
    }
    table
        .warnings()
        .forEach(words -> invocation.streams().err().message("warning: " + thing + " " + words));
  }
}
