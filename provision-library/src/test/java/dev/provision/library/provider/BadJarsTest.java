package dev.provision.library.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.library.Provision;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of bad JAR, all in one directory: it is left out with its file and the cause, or does
/// what it should, and the others work.
final class BadJarsTest {
  private static final String OPEN =
      "public CloudPort open(CloudAccount account) { throw new AssertionError(); }\n";
  private static final String DEEP =
      "static int deep(int by) { return by == -1 ? 0 : 1 + deep(by + 1); }\n";
  private static final String MEMORY = "throw new OutOfMemoryError(\"Java heap space\");";

  @TempDir private static Path home;
  private static ProviderJars found = new ProviderJars(List.of(), List.of());
  private static ThirdPartyProviders all = new ThirdPartyProviders(List.of(), Map.of(), List.of());
  private static Changed changed = Changed.now();

  /// What a JAR may change for the whole process.
  private record Changed(Locale locale, Locale format, TimeZone zone, Properties properties) {
    static Changed now() {
      return new Changed(
          Locale.getDefault(),
          Locale.getDefault(Locale.Category.FORMAT),
          TimeZone.getDefault(),
          (Properties) System.getProperties().clone());
    }
  }

  /// @param says what is in the cause for which it is left out; nothing where it can be used
  record Kind(String name, String says, String members) {
    @Override
    public String toString() {
      return name;
    }

    String source() {
      return """
      package %s;
      import dev.provision.ports.cloud.*;
      import java.util.*;
      public class AcmeProvider implements CloudProvider {
      %s%s%s%s
        public List<CloudOption> options() { return List.of(); }
      }
      """
          .formatted(
              type().replace(".AcmeProvider", ""),
              members,
              unless(" names()", names("return List.of(\"" + name + "\");")),
              unless(" description()", "public String description() { return \"odd\"; }\n"),
              unless(" open(", OPEN));
    }

    private String unless(String said, String otherwise) {
      return members.contains(said) ? "" : otherwise;
    }

    String type() {
      return name.replace("-", "") + ".AcmeProvider";
    }
  }

  private static String constructor(String does) {
    return "public AcmeProvider() { " + does + " }";
  }

  private static String reflecting(String does) {
    return """
    static final java.lang.invoke.MethodHandles.Lookup LOOKUP = java.lang.invoke.MethodHandles.lookup();
    static final java.lang.invoke.MethodType ONE_INT = java.lang.invoke.MethodType.methodType(void.class, int.class);
    public AcmeProvider() throws Throwable { %s }
    """
        .formatted(does);
  }

  private static String names(String does) {
    return "public List<String> names() {\n" + does + "\n}\n";
  }

  private static final String EXIT = "it tried to end the program";

  private static List<Kind> leftOut() {
    return List.of(
        new Kind("exit-constructor", EXIT, constructor("System.exit(0);")),
        new Kind("exit-static", EXIT, "static { System.exit(3); }"),
        new Kind("exit-names", EXIT, names("System.exit(0); return List.of();")),
        new Kind("exit-runtime", EXIT, constructor("Runtime.getRuntime().exit(0);")),
        new Kind("halt-constructor", EXIT, constructor("Runtime.getRuntime().halt(0);")),
        new Kind("halt-static", EXIT, "static { Runtime.getRuntime().halt(3); }"),
        new Kind("halt-names", EXIT, names("Runtime.getRuntime().halt(0); return List.of();")),
        new Kind(
            "halt-description",
            EXIT,
            "public String description() {\nRuntime.getRuntime().halt(0); return null;\n}\n"),
        new Kind(
            "exit-lambda", EXIT, constructor("List.of(1).forEach(status -> System.exit(status));")),
        new Kind(
            "exit-reference",
            EXIT,
            constructor("java.util.function.IntConsumer c = System::exit; c.accept(0);")),
        new Kind(
            "halt-reference",
            EXIT,
            constructor(
                "java.util.function.IntConsumer c = Runtime.getRuntime()::halt; c.accept(0);")),
        new Kind(
            "exit-reference-unbound",
            EXIT,
            constructor(
                "java.util.function.BiConsumer<Runtime, Integer> c = Runtime::exit;"
                    + " c.accept(Runtime.getRuntime(), 0);")),
        new Kind(
            "halt-reflection",
            EXIT,
            reflecting(
                "Runtime.class.getMethod(\"halt\", int.class).invoke(Runtime.getRuntime(), 0);")),
        new Kind(
            "exit-handle",
            EXIT,
            reflecting("LOOKUP.findStatic(System.class, \"exit\", ONE_INT).invoke(0);")),
        new Kind(
            "halt-handle",
            EXIT,
            reflecting(
                "LOOKUP.findVirtual(Runtime.class, \"halt\", ONE_INT)"
                    + ".invoke(Runtime.getRuntime(), 0);")),
        new Kind(
            "exit-unreflected",
            EXIT,
            reflecting("LOOKUP.unreflect(System.class.getMethod(\"exit\", int.class)).invoke(0);")),
        new Kind(
            "other-reflection",
            "it is 7",
            reflecting(
                "throw new IllegalStateException(\"it is \" +"
                    + " Integer.class.getMethod(\"intValue\").invoke(7) +"
                    + " LOOKUP.findVirtual(String.class, \"trim\","
                    + " java.lang.invoke.MethodType.methodType(String.class)).invoke(\""
                    + " done\"));")),
        new Kind(
            "exit-thread",
            "IllegalStateException: it is down",
            constructor(
                "new Thread(() -> System.exit(1)).start();"
                    + " throw new IllegalStateException(\"it is down\");")),
        new Kind("throws-constructor", "no license", constructor(thrown("no license"))),
        new Kind(
            "throws-static", "no license", "static { if (true) " + thrown("no license") + " }"),
        new Kind("throws-names", "no name", names(thrown("no name"))),
        new Kind(
            "throws-description",
            "no words",
            "public String description() {\n" + thrown("no words") + "\n}\n"),
        new Kind("deep-constructor", "StackOverflowError", DEEP + constructor("deep(0);")),
        new Kind("deep-static", "StackOverflowError", DEEP + "static { deep(0); }"),
        new Kind(
            "deep-names", "StackOverflowError", DEEP + names("deep(0); return List.of(\"x\");")),
        new Kind("memory-constructor", "OutOfMemoryError", constructor("if (true) " + MEMORY)),
        new Kind("memory-names", "OutOfMemoryError", names(MEMORY)),
        new Kind(
            "internal-error",
            "InternalError: a fault in a VM",
            names("throw new InternalError(\"a fault in a VM\");")),
        new Kind("names-null", "null", names("return null;")),
        new Kind("names-of-null", "null", names("return Arrays.asList((String) null);")),
        new Kind("names-none", "has no name", names("return List.of();")),
        new Kind("names-blank", "is named ' '", names("return List.of(\" \");")),
        new Kind("names-upper", "is named 'LOUD'", names("return List.of(\"LOUD\");")),
        new Kind("names-path", "is named '../x'", names("return List.of(\"../x\");")),
        new Kind(
            "names-lazy",
            "IllegalStateException: not now",
            names(
                "return new AbstractList<String>() { public String get(int index) { throw new"
                    + " IllegalStateException(\"not now\"); } public int size() { return 1; } };")),
        new Kind(
            "names-lines",
            "one line",
            names("throw new IllegalStateException(\"one\\nline\\r\\n\");")),
        new Kind(
            "message-throws",
            "its message is unreadable",
            names(
                "throw new RuntimeException() {"
                    + " public String getMessage() { throw new StackOverflowError(); } };")),
        new Kind("named-memory", "is named 'memory'", names("return List.of(\"memory\");")),
        new Kind("description-null", "null", "public String description() {\nreturn null;\n}\n"),
        new Kind(
            "credentials-null", "null", "public List<CloudOption> credentials() { return null; }"));
  }

  private static String thrown(String message) {
    return "throw new IllegalStateException(\"" + message + "\");";
  }

  /// These do something odd when they are constructed, and can be used.
  private static List<Kind> usable() {
    return Stream.of(
            new Kind("locale", "", constructor("Locale.setDefault(Locale.of(\"tr\", \"TR\"));")),
            new Kind(
                "zone",
                "",
                constructor("TimeZone.setDefault(TimeZone.getTimeZone(\"Asia/Kabul\"));")),
            new Kind(
                "properties",
                "",
                constructor(
                    "System.setProperty(\"user.home\", \"/x\");"
                        + " System.getProperties().remove(\"java.io.tmpdir\");")),
            new Kind("interrupts", "", constructor("Thread.currentThread().interrupt();")),
            new Kind(
                "spins",
                "",
                constructor(
                    "Thread t = new Thread(() -> {"
                        + " java.util.concurrent.locks.LockSupport.park(new Object()); });"
                        + " t.setDaemon(true); t.start();")),
            new Kind(
                "loader", "", constructor("Thread.currentThread().setContextClassLoader(null);")),
            new Kind("nulls", "", OPEN_NULLS))
        .toList();
  }

  private static final String OPEN_NULLS =
      """
      public CloudPort open(CloudAccount account) {
        String way = account.options().get("way");
        if (way.equals("deep")) { return open(account); }
        return (CloudPort) java.lang.reflect.Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {CloudPort.class},
            (proxy, method, arguments) -> {
              if (way.equals("close")) {
                while (method.getName().equals("close")) {
                  java.util.concurrent.locks.LockSupport.park(new Object());
                }
                return List.of();
              }
              switch (way) {
                case "addresses":
                  return List.of(new Node(new NodeId("1"), "x", Node.State.RUNNING, Arrays.asList((String) null), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
                case "endless":
                  return new AbstractList<String>() {
                    public String get(int index) { return "x"; }
                    public int size() { return Integer.MAX_VALUE; }
                  };
                case "component":
                  return List.of(new Node(null, null, null, List.of(), List.of(), null, null, null, null));
                case "lazy":
                  return new AbstractList<Node>() {
                    public Node get(int index) { throw new IllegalStateException("not now"); }
                    public int size() { return 1; }
                  };
                case "reason":
                  throw new CloudException(new CloudFailure.Unavailable("listing", null));
                case "lines":
                  throw new CloudException(
                      new CloudFailure.Unavailable("listing", "gone\\nerror: forged\\t!\\u2028x"));
                case "exit":
                  System.exit(0);
                case "memory":
                  throw new OutOfMemoryError("heap");
                default:
                  return null;
              }
            });
      }
      """;

  @BeforeAll
  static void look() throws IOException {
    Path providers = Files.createDirectories(home.resolve("providers"));
    ProviderSource source = new ProviderSource(Files.createDirectories(home.resolve("work")));
    Map<String, String> sources = new LinkedHashMap<>();
    List<Kind> kinds = new ArrayList<>(leftOut());
    kinds.addAll(usable());
    kinds.forEach(kind -> sources.put(kind.type(), kind.source()));
    Path classes = source.compile(sources);
    for (Kind kind : kinds) {
      ProviderSource.pack(
          providers.resolve(kind.name() + ".jar"),
          classes,
          kind.type().replace(".AcmeProvider", "/"),
          Map.of(),
          List.of(kind.type()));
    }
    changed = Changed.now();
    found = ProviderJars.in(providers, new ProviderProbe(Duration.ofMinutes(1)), Map.of());
    try (Provision provision = Provision.builder().environment(Map.of()).userHome(home).open()) {
      Map<String, FoundProvider> own = new LinkedHashMap<>();
      own.put("memory", provision.providerNamed("memory"));
      all = ThirdPartyProviders.of(found, own);
    }
  }

  @ParameterizedTest
  @MethodSource("leftOut")
  void it_is_left_out_with_its_file_and_the_cause(Kind kind) {
    assertThat(all.warnings())
        .filteredOn(warning -> warning.startsWith("ignoring provider '" + kind.name() + "' ("))
        .singleElement()
        .asString()
        .contains("/providers/" + kind.name() + ".jar): ")
        .contains(kind.says())
        .doesNotContain("\n", "\r", "NullPointerException");
    assertThatThrownBy(() -> all.named(kind.name(), Set.of()))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(kind.name() + ".jar")
        .hasMessageContaining(kind.says());
  }

  @ParameterizedTest
  @MethodSource("usable")
  void it_can_be_used(Kind kind) {
    assertThat(all.named(kind.name(), Set.of()).origin()).endsWith(kind.name() + ".jar");
    assertThat(all.warnings()).noneMatch(warning -> warning.contains("'" + kind.name() + "'"));
  }

  @Test
  void nothing_of_this_process_is_changed() {
    assertThat(Changed.now()).isEqualTo(changed);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "component, it returned null for Node.id",
    "addresses, a null for Node.publicAddresses",
    "endless, a list has more than 500000 entries",
    "close, it did not finish within 5 s",
    "lazy, IllegalStateException: not now",
    "reason, it failed without a reason (null)",
    "null, it returned null",
    "exit, it tried to end the program",
    "memory, OutOfMemoryError: heap",
    "deep, StackOverflowError"
  })
  void what_is_wrong_in_an_answer_is_a_failure_that_names_the_jar(String way, String cause) {
    assertThatThrownBy(() -> nodes(way))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> {
              assertThat(e.failure()).isInstanceOf(CloudFailure.Unclassified.class);
              assertThat(e.failure().doing()).contains("nulls.jar");
              assertThat(e.failure().reason()).contains(cause, "bug in the provider");
            });
  }

  @Test
  void a_reason_is_one_line() {
    assertThatThrownBy(() -> nodes("lines"))
        .isInstanceOf(CloudException.class)
        .hasMessage("listing: gone error: forged ! x");
  }

  private static void nodes(String way) {
    CloudAccount account =
        new CloudAccount(
            "nulls", Optional.empty(), Optional.empty(), Map.of("way", way), home.resolve("state"));
    try (CloudPort port = all.named("nulls", Set.of()).provider().open(account)) {
      port.nodes();
    }
  }

  @Test
  void an_endless_one_is_left_out_when_its_time_is_over() throws IOException {
    Path providers = Files.createDirectories(home.resolve("endless"));
    ProviderSource source = new ProviderSource(home.resolve("work"));
    String endless = "java.util.concurrent.locks.LockSupport.park(new Object());";
    Map<String, String> sources = new LinkedHashMap<>();
    for (Kind kind :
        List.of(
            new Kind("endless-constructor", "", constructor("while (true) " + endless)),
            new Kind("endless-names", "", names("while (true) " + endless)),
            new Kind(
                "endless-static",
                "",
                "static { while (System.nanoTime() != 1) " + endless + " }"))) {
      sources.put(kind.type(), kind.source());
    }
    Path classes = source.compile(sources);
    for (String type : sources.keySet()) {
      String name = type.replace(".AcmeProvider", "");
      ProviderSource.pack(
          providers.resolve(name + ".jar"), classes, name + "/", Map.of(), List.of(type));
    }

    assertThat(
            ProviderJars.in(providers, new ProviderProbe(Duration.ofMillis(200)), Map.of())
                .broken())
        .hasSize(3)
        .allSatisfy(one -> assertThat(one.cause()).contains("did not describe itself within"));
  }
}
