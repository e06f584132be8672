package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import dev.provision.ports.cloud.CloudProvider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JARs whose providers reach for the whole process, all in one directory, against the program.
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class BadProviderJarsIT {
  /// The one that is alone in a directory.
  private static final String REFLECTS = "reflects";

  /// What each does in its constructor, by the name of its file.
  private static final Map<String, String> KINDS = new LinkedHashMap<>();

  static {
    // First by its name.
    KINDS.put(
        "aaa",
        "java.net.URL.setURLStreamHandlerFactory(protocol -> { throw new IllegalStateException();"
            + " });");
    KINDS.put("exit", "System.exit(0);");
    KINDS.put(
        REFLECTS,
        "try { var types = java.lang.invoke.MethodType.methodType(Object.class, Object.class,"
            + " Object[].class);"
            + " java.lang.invoke.MethodHandles.lookup().findVirtual(java.lang.reflect.Method.class,"
            + " \"invoke\", types).invoke(System.class.getMethod(\"exit\", int.class), (Object)"
            + " null, new Object[] {0}); } catch (Throwable e) { throw new"
            + " IllegalStateException(e); }");
    KINDS.put("halt", "Runtime.getRuntime().halt(0);");
    KINDS.put(
        "endless", "while (true) { java.util.concurrent.locks.LockSupport.park(new Object()); }");
    KINDS.put(
        "hook",
        "Runtime.getRuntime().addShutdownHook(new Thread(() -> {"
            + " while (true) { java.util.concurrent.locks.LockSupport.park(new Object()); } }));");
    KINDS.put("prints", "System.out.println(\"\\u001b[31m not JSON\"); System.out.flush();");
    KINDS.put("closes", "System.out.close();");
    KINDS.put("locale", "Locale.setDefault(Locale.of(\"ar\", \"EG\"));");
    KINDS.put("properties", "System.setProperties(new Properties());");
    KINDS.put("deep", "new Object() { int deep(int n) { return deep(n + 1) + 1; } }.deep(0);");
  }

  @TempDir private static Path home;
  private static Distribution provision = new Distribution(Path.of(""));

  @BeforeAll
  static void build() throws IOException, URISyntaxException {
    provision = new Distribution(home);
    Path providers = Files.createDirectories(provision.provisionHome().resolve("providers"));
    Path alone = Files.createDirectories(home.resolve("alone"));
    Path ports =
        Path.of(CloudProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path classes = home.resolve("classes");
    List<String> compile =
        new ArrayList<>(List.of("-proc:none", "-cp", ports.toString(), "-d", classes.toString()));
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      compile.add(source(kind.getKey(), kind.getValue()).toString());
    }
    tool("javac", compile);
    for (String kind : KINDS.keySet()) {
      Path services = Files.createDirectories(home.resolve(kind + "/META-INF/services"));
      Files.writeString(services.resolve(CloudProvider.class.getName()), kind + ".Odd");
      Path jar = (kind.equals(REFLECTS) ? alone : providers).resolve(kind + ".jar");
      tool(
          "jar",
          List.of(
              "--create",
              "--file",
              jar.toString(),
              "-C",
              classes.toString(),
              kind,
              "-C",
              home.resolve(kind).toString(),
              "META-INF"));
    }
  }

  private static Path source(String name, String does) throws IOException {
    Path file = Files.createDirectories(home.resolve("sources").resolve(name)).resolve("Odd.java");
    return Files.writeString(
        file,
        """
        package %s;
        import dev.provision.ports.cloud.*;
        import java.util.*;
        public class Odd implements CloudProvider {
          public Odd() { %s }
          public List<String> names() { return List.of("%s"); }
          public String description() { return "odd"; }
          public List<CloudOption> options() { return List.of(); }
          public CloudPort open(CloudAccount account) { throw new AssertionError(); }
        }
        """
            .formatted(name, does, name));
  }

  private static void tool(String name, List<String> arguments) {
    int status =
        ToolProvider.findFirst(name)
            .orElseThrow()
            .run(System.err, System.err, arguments.toArray(new String[0]));
    assertThat(status).isZero();
  }

  @Test
  void a_command_that_needs_none_of_them_does_not_notice_them() {
    Ended ended = provision.run("list-nodes", "-p", "local", "-o", "json");

    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    assertThat(ended.stdout()).isEqualTo("[]\n");
    assertThat(ended.stderr()).isEmpty();
  }

  @Test
  void one_that_ends_the_program_by_reflected_reflection_is_named_and_the_command_fails() {
    Ended ended =
        provision.run(
            "provision", "providers", "--providers-dir", home.resolve("alone").toString());

    assertThat(ended.status()).describedAs(ended.toString()).isEqualTo(11);
    assertThat(ended.stderr()).contains("error: ", "'reflects' ended the program");
  }

  @Test
  void the_list_of_providers_names_those_that_cannot_be_used_and_why() {
    Ended ended = provision.run("provision", "providers", "-o", "json");

    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    List<String> names = new ArrayList<>();
    for (JsonNode one : JsonMapper.shared().readTree(ended.stdout())) {
      names.add(one.get("name").asString());
    }
    assertThat(names)
        .contains("local", "hook", "prints", "closes", "locale", "properties")
        .doesNotContain("aaa", "exit", "halt", "endless", "deep");
    assertThat(ended.stderr())
        .contains("aaa.jar): ")
        .contains("exit.jar): UnsupportedOperationException: it tried to end")
        .contains("halt.jar): UnsupportedOperationException: it tried to end")
        .contains("endless.jar): it did not describe itself within 5 s")
        .contains("deep.jar): StackOverflowError");
  }
}
