import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints what the tests reach of all modules together, from the CSV file of JaCoCo's report.
final class CoverageSummary {
  private CoverageSummary() {}

  /// How much was missed and reached: of lines, and of branches.
  private record Count(long missed, long reached) {
    Count plus(String missing, String reaching) {
      return new Count(missed + Long.parseLong(missing), reached + Long.parseLong(reaching));
    }

    /// Tenths of a percent, rounded down, so that 100 means all.
    @Override
    public String toString() {
      long tenths = missed + reached == 0 ? 0 : reached * 1000 / (missed + reached);
      return tenths / 10 + "." + tenths % 10 + " %";
    }
  }

  /// @param arguments the directory of the report
  public static void main(String[] arguments) throws IOException {
    Path report = Path.of(arguments[0]);
    List<String> lines = Files.readAllLines(report.resolve("jacoco.csv"));
    Map<String, Integer> columns = new TreeMap<>();
    for (String name : lines.getFirst().split(",", -1)) {
      columns.put(name, columns.size());
    }
    Count ofLines = new Count(0, 0);
    Count ofBranches = new Count(0, 0);
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      ofLines =
          ofLines.plus(values[columns.get("LINE_MISSED")], values[columns.get("LINE_COVERED")]);
      ofBranches =
          ofBranches.plus(
              values[columns.get("BRANCH_MISSED")], values[columns.get("BRANCH_COVERED")]);
    }
    if (ofLines.equals(new Count(0, 0))) {
      System.err.println("error: no class is in " + report.resolve("jacoco.csv"));
      System.exit(1);
    }
    System.out.println(
        "coverage: "
            + ofLines
            + " of lines, "
            + ofBranches
            + " of branches: "
            + report.resolve("index.html"));
  }
}
