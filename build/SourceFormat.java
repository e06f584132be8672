import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Checks that every Java source file is as google-java-format would write it, or makes it so.
///
/// `java -cp google-java-format.jar SourceFormat.java check|apply DIRECTORY`; the build runs it on
/// the JDK it has selected (docs/adr/0003), and looks at the sources that belong to its modules.
final class SourceFormat {
  private static final Formatter FORMATTER = new Formatter();

  private SourceFormat() {}

  public static void main(String[] args) throws IOException {
    boolean apply =
        switch (args[0]) {
          case "check" -> false;
          case "apply" -> true;
          default -> throw new IllegalArgumentException(args[0] + ": say check or apply");
        };
    FileTime start = FileTime.from(Instant.now());
    Path root = Path.of(args[1]);
    Path passed = root.resolve("target/formatter/passed");
    List<Path> sources = sources(root).filter(source -> isNewer(source, passed)).toList();
    List<Path> wrong =
        sources.parallelStream().filter(source -> isWrong(source, apply)).sorted().toList();
    wrong.forEach(
        s -> System.err.println((apply ? "Formatted " : "Format: ") + root.relativize(s)));
    if (!apply && !wrong.isEmpty()) {
      System.err.println("To format them: mvn -N verify -Dformat=apply");
      System.exit(1);
    }
    Files.createDirectories(passed.getParent());
    Files.writeString(passed, "Sources older than this file were formatted when it was written.\n");
    Files.setLastModifiedTime(passed, start);
  }

  private static Stream<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.find(root, 20, (file, _) -> isSource(root.relativize(file)))) {
      return files.toList().stream();
    }
  }

  /// `MODULE/src/….java`, an example's, or this file itself; never what the build generates in
  /// `target`.
  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java")
        && file.getNameCount() > 2 - (file.startsWith("build") ? 1 : 0)
        && (file.startsWith("build")
            || file.getName(file.startsWith("examples") ? 2 : 1).toString().equals("src"));
  }

  private static boolean isNewer(Path source, Path stamp) {
    try {
      return Files.notExists(stamp)
          || Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(stamp)) >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWrong(Path source, boolean apply) {
    try {
      String text = Files.readString(source);
      String formatted = FORMATTER.formatSourceAndFixImports(text);
      boolean wrong = !formatted.equals(text);
      if (wrong && apply) {
        Files.writeString(source, formatted);
      }
      return wrong;
    } catch (FormatterException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
