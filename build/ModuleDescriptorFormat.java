import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Marks a compiled module descriptor as Java 17's; the format has not changed since Java 9.
///
/// Maven's JAR plug-in completes descriptors with the jar tool of the Java that runs Maven, and one
/// of Java 17 refuses a newer version number (docs/adr/0001). A file marked already is not touched,
/// so that what was built from it stays up to date.
final class ModuleDescriptorFormat {
  private static final int MAJOR_VERSION = 7; // its low byte, in every class file
  private static final byte JAVA_17 = 61;

  private ModuleDescriptorFormat() {}

  public static void main(String[] args) throws IOException {
    Path descriptor = Path.of(args[0]);
    byte[] bytes = Files.readAllBytes(descriptor);
    if (bytes[MAJOR_VERSION] != JAVA_17) {
      bytes[MAJOR_VERSION] = JAVA_17;
      Files.write(descriptor, bytes);
    }
  }
}
