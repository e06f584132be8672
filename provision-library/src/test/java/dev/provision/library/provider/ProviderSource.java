package dev.provision.library.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A third party that makes a provider: compiles it against the ports, and packs it into a JAR.
public final class ProviderSource {
  public static final String CLASS = "acme.AcmeProvider";

  private final Path directory;

  public ProviderSource(Path directory) {
    this.directory = directory;
  }

  /// A provider of that name with these further members; what it does not say, it has none of.
  public static String provider(String name, String members) {
    return """
    package acme;
    import dev.provision.ports.cloud.*;
    import java.util.*;
    public class AcmeProvider implements CloudProvider {
      public List<String> names() { return List.of("%s"); }
      public String description() { return "Acme's cloud"; }
      public List<CloudOption> options() {
        return List.of(new CloudOption(
            "zone", CloudOption.Type.TEXT, "a zone", Optional.of("a"), false));
      }
      %s
    }
    """
        .formatted(name, members);
  }

  /// A port that fails at everything, in one way or another.
  static final String FAILING =
      """
      public CloudPort open(CloudAccount account) {
        return (CloudPort) java.lang.reflect.Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CloudPort.class, Catalog.class},
            (proxy, method, arguments) -> switch (method.getName()) {
              case "catalog" -> proxy;
              case "nodes" -> throw new IllegalStateException("no zone today");
              case "images" -> null;
              case "sizes" -> List.of(new Size(
                  String.valueOf(Thread.currentThread().getContextClassLoader()
                      == AcmeProvider.class.getClassLoader()),
                  library.Version.TEXT,
                  OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()));
              case "locations" -> throw new CloudException(
                  new CloudFailure.Unavailable("listing locations", "closed for repairs"));
              default -> null;
            });
      }
      """;

  /// Compiles and packs.
  ///
  /// @param sources by the names of their classes
  /// @param manifest further attributes
  /// @param services what `META-INF/services` names
  public void jar(
      Path jar, Map<String, String> sources, Map<String, String> manifest, List<String> services)
      throws IOException {
    pack(jar, compile(sources), "", manifest, services);
  }

  /// Packs the classes below a directory of them.
  static void pack(
      Path jar, Path classes, String under, Map<String, String> manifest, List<String> services)
      throws IOException {
    Manifest written = new Manifest();
    written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(written.getMainAttributes()::putValue);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, written);
        Stream<Path> compiled = Files.walk(classes.resolve(under))) {
      for (Path path : compiled.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(path).toString()));
        out.write(Files.readAllBytes(path));
      }
      if (!services.isEmpty()) {
        out.putNextEntry(new ZipEntry("META-INF/services/dev.provision.ports.cloud.CloudProvider"));
        out.write(String.join("\n", services).getBytes(UTF_8));
      }
    }
  }

  /// Sources named like the ports are compiled, but not kept: they stand for other ports.
  Path compile(Map<String, String> sources) throws IOException {
    Path classes = Files.createTempDirectory(directory, "classes");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Path written = Files.createTempDirectory(directory, "sources");
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = written.resolve(source.getKey().replace('.', '/') + ".java");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, source.getValue());
      }
      try (Stream<Path> all = Files.walk(written)) {
        boolean compiled =
            compiler
                .getTask(
                    said,
                    files,
                    null,
                    List.of(
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-classpath",
                        System.getProperty("java.class.path")),
                    null,
                    files.getJavaFileObjects(all.filter(Files::isRegularFile).toArray(Path[]::new)))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
      }
    }
    try (Stream<Path> all = Files.walk(classes.resolve("dev"))) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      return classes;
    }
    return classes;
  }
}
