package dev.provision.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules between the modules, and within them, that the module descriptors cannot state.
final class HexagonTest {
  private static final String[] JDK_AND_ANNOTATIONS = {"java..", "org.jspecify.annotations"};

  private static final DescribedPredicate<JavaAccess<?>> NOW =
      DescribedPredicate.describe(
          "now()", access -> access.getName().equals("now") && isWithoutArguments(access));

  private static final DescribedPredicate<JavaAccess<?>> RANDOM_WITHOUT_SEED =
      DescribedPredicate.describe(
          "new Random()",
          access ->
              access.getTargetOwner().isAssignableTo(Random.class)
                  && access.getName().equals("<init>")
                  && isWithoutArguments(access));

  private static final DescribedPredicate<JavaAccess<?>> IN_A_METHOD_THAT_AWAITS =
      DescribedPredicate.describe(
          "in a method await…", access -> access.getOrigin().getName().startsWith("await"));

  /// Of files, streams and texts; what reads a reader of ours parses nothing.
  private static final DescribedPredicate<JavaAccess<?>> PARSES_BY_JAXB_ITSELF =
      DescribedPredicate.describe(
          "unmarshal(…) of something that is not parsed yet",
          access ->
              access.getTargetOwner().getName().equals("jakarta.xml.bind.Unmarshaller")
                  && access instanceof JavaCall<?> call
                  && access.getName().equals("unmarshal")
                  && !call.getTarget()
                      .getRawParameterTypes()
                      .getFirst()
                      .getName()
                      .equals("javax.xml.stream.XMLStreamReader"));

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.provision");

  /// So that no rule below passes because it saw nothing.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ports",
        "domain",
        "testkit",
        "adapter.sshd",
        "adapter.local",
        "adapter.jclouds",
        "library",
        "cli"
      })
  void every_class_of_a_module_is_seen(String module) throws IOException {
    Path sources = Path.of("../provision-" + module.replace('.', '-'), "src/main/java/dev");

    var seen = PRODUCT.that(resideInAPackage("dev.provision." + module + ".."));

    try (Stream<Path> files = Files.walk(sources).filter(f -> f.toString().endsWith(".java"))) {
      assertThat(seen).isNotEmpty().hasSizeGreaterThanOrEqualTo((int) files.count());
    }
  }

  @Test
  void ports_depend_on_the_jdk_only() {
    classes()
        .that()
        .resideInAPackage("dev.provision.ports..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK_AND_ANNOTATIONS).or(resideInAPackage("dev.provision.ports..")))
        .check(PRODUCT);
  }

  @Test
  void the_domain_depends_on_the_jdk_and_the_ports_only() {
    classes()
        .that()
        .resideInAPackage("dev.provision.domain..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK_AND_ANNOTATIONS)
                .or(resideInAnyPackage("dev.provision.ports..", "dev.provision.domain..")))
        .check(PRODUCT);
  }

  @Test
  void the_domain_sees_no_file_system_no_network_no_process_and_no_logger() {
    noClasses()
        .that()
        .resideInAPackage("dev.provision.domain..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.util.logging..")
                .or(resideInAnyPackage("java.net..", "java.sql.."))
                .or(belongToAnyOf(File.class, Process.class, ProcessBuilder.class, Runtime.class)))
        .check(PRODUCT);
  }

  @Test
  void the_domain_is_given_its_time_and_its_chance() {
    noClasses()
        .that()
        .resideInAPackage("dev.provision.domain..")
        .should()
        .accessTargetWhere(
            accesses(System.class, Set.of("nanoTime", "currentTimeMillis", "getenv", "getProperty"))
                .or(accesses(Thread.class, Set.of("sleep")))
                .or(accesses(Clock.class, Set.of("systemUTC", "systemDefaultZone")))
                .or(accesses(InstantSource.class, Set.of("system")))
                .or(accesses(UUID.class, Set.of("randomUUID")))
                .or(accesses(Math.class, Set.of("random")))
                .or(accesses(RandomGenerator.class, Set.of("getDefault", "of")))
                .or(accesses(ThreadLocalRandom.class, Set.of("current")))
                .or(NOW)
                .or(RANDOM_WITHOUT_SEED))
        .check(PRODUCT);
  }

  @Test
  void adapters_see_the_ports_and_nothing_else_of_ours() {
    noClasses()
        .that()
        .resideInAPackage("dev.provision.adapter..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.provision..")
                .and(not(resideInAnyPackage("dev.provision.ports..", "dev.provision.adapter.."))))
        .check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.provision.adapter.sshd..", "dev.provision.adapter.jclouds.."})
  void the_ssh_engine_and_the_clouds_see_no_other_adapter(String adapter) {
    noClasses()
        .that()
        .resideInAPackage(adapter)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.provision.adapter..").and(not(resideInAPackage(adapter))))
        .check(PRODUCT);
  }

  @Test
  void library_and_command_line_find_adapters_at_run_time_only() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.provision.library..", "dev.provision.cli..")
        .and()
        .resideOutsideOfPackage("dev.provision.cli.build") // never runs for a user
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.provision.adapter..", "dev.provision.testkit.."))
        .check(PRODUCT);
  }

  @Test
  void the_library_does_not_know_the_command_line() {
    noClasses()
        .that()
        .resideInAPackage("dev.provision.library..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.provision.cli..", "picocli.."))
        .check(PRODUCT);
  }

  @ParameterizedTest
  @CsvSource({
    "com.google.., dev.provision.library dev.provision.adapter.jclouds..",
    "tools.jackson.., dev.provision.library..",
    "jakarta.., dev.provision.library.. dev.provision.adapter.jclouds..",
    "org.snakeyaml.., dev.provision.library.. dev.provision.adapter.jclouds..",
    "org.jclouds.., dev.provision.adapter.jclouds..",
    "org.apache.sshd.., dev.provision.adapter.sshd..",
    "picocli.., dev.provision.cli..",
  })
  void each_foreign_library_is_used_where_it_belongs(String foreign, String homes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(homes.split(" "))
        .should()
        .dependOnClassesThat(resideInAPackage(foreign))
        .check(PRODUCT);
  }

  @Test
  void only_the_command_line_writes_to_the_terminal_or_ends_the_program() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.provision.cli..")
        .should()
        .accessTargetWhere(
            accesses(System.class, Set.of("out", "err", "in", "console", "exit", "setOut"))
                .or(accesses(Runtime.class, Set.of("exit", "halt"))))
        .check(PRODUCT);
  }

  /// So that no text gets to a terminal or a pipe but through the gate, which shows what a terminal
  /// would obey. Two may write bytes: the session on a node, and `render` to what is no terminal.
  @Test
  void only_the_gate_writes_to_the_processs_streams() {
    String cli = "dev.provision.cli.";
    DescribedPredicate<JavaClass> gate = resideInAPackage(cli + "output");
    DescribedPredicate<JavaClass> neverRunsForUsers = resideInAPackage(cli + "build");
    DescribedPredicate<JavaClass> streams =
        isOrIsIn(cli + "call.StandardStreams").or(isOrIsIn(cli + "call.StandardDescriptors"));
    noClasses()
        .that(not(gate.or(neverRunsForUsers)))
        .should()
        .accessTargetWhere(
            accesses(System.class, Set.of("out", "err", "setOut", "setErr", "console")))
        .check(PRODUCT);
    noClasses()
        .that(resideInAPackage(cli + ".").and(not(streams)))
        .should()
        .dependOnClassesThat(belongToAnyOf(FileDescriptor.class))
        .check(PRODUCT);
    noClasses()
        .that(not(streams))
        .should()
        .accessTargetWhere(accesses(FileDescriptor.class, Set.of("in", "out", "err", "<init>")))
        .check(PRODUCT);
    noClasses()
        .that(resideInAPackage(cli + ".").and(not(gate.or(neverRunsForUsers))))
        .should()
        .dependOnClassesThat(belongToAnyOf(PrintStream.class, Console.class))
        .check(PRODUCT);
    noClasses()
        .that(
            resideInAPackage(cli + ".")
                .and(not(streams.or(isOrIsIn(cli + "terminal.Tty")).or(neverRunsForUsers))))
        .should()
        .dependOnClassesThat(belongToAnyOf(FileOutputStream.class))
        .check(PRODUCT);
    noClasses()
        .that(not(streams.or(isOrIsIn(cli + "terminal.NodeSession"))))
        .should()
        .accessTargetWhere(named("rawOut").or(named("rawErr")))
        .check(PRODUCT);
    noClasses().should().accessTargetWhere(named("inheritIO").or(named("INHERIT"))).check(PRODUCT);
  }

  /// The library's own client accepts every host key: so there is one place that makes clients, one
  /// that puts a check into each connection, and one that checks.
  @Test
  void no_ssh_client_is_made_and_no_host_key_accepted_anywhere_but_in_one_place() {
    String engine = "dev.provision.adapter.sshd.";
    String keys = "org.apache.sshd.client.keyverifier.";
    noClasses()
        .that(not(isOrIsIn(engine + "transport.SshClients")))
        .should()
        .accessTargetWhere(
            makes("org.apache.sshd.client.SshClient")
                .or(makes("org.apache.sshd.client.ClientBuilder"))
                .or(makes("org.apache.sshd.client.session.SessionFactory")))
        .check(PRODUCT);
    noClasses()
        .that(not(isOrIsIn(engine + "transport.SshClients")))
        .should()
        .dependOnClassesThat(
            resideInAPackage(keys.substring(0, keys.length() - 1))
                .and(not(isOrIsIn(keys + "ServerKeyVerifier"))))
        .check(PRODUCT);
    noClasses()
        .that(not(isOrIsIn(engine + "trust.HostKeyCheck")))
        .should()
        .dependOnClassesThat(isOrIsIn(keys + "ServerKeyVerifier"))
        .check(PRODUCT);
    noClasses()
        .that(not(isOrIsIn(engine + "transport.Connection")))
        .should()
        .accessTargetWhere(named("setServerKeyVerifier"))
        .check(PRODUCT);
    classes()
        .that()
        .areAssignableTo("org.apache.sshd.client.session.ClientSession")
        .should()
        .haveFullyQualifiedName(engine + "transport.Connection")
        .check(PRODUCT);
  }

  /// A document type can name files of this computer and have them sent away. So each module that
  /// reads XML has one class that makes parsers, and makes them refuse that.
  @Test
  void xml_is_parsed_by_the_two_classes_that_refuse_document_types() {
    noClasses()
        .that(
            not(isOrIsIn("dev.provision.adapter.jclouds.answer.XmlElement"))
                .and(not(isOrIsIn("dev.provision.library.gate.JUnitXml"))))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "javax.xml.parsers..",
                    "javax.xml.transform..",
                    "javax.xml.validation..",
                    "javax.xml.xpath..",
                    "org.xml.sax..",
                    "org.w3c.dom.ls..",
                    "com.sun.org.apache..")
                .or(isOrIsIn("javax.xml.stream.XMLInputFactory"))
                .or(isOrIsIn("java.beans.XMLDecoder"))
                .or(isOrIsIn("jakarta.xml.bind.JAXB")))
        .orShould()
        .accessTargetWhere(named("loadFromXML").or(PARSES_BY_JAXB_ITSELF))
        .check(PRODUCT);
  }

  private static DescribedPredicate<JavaClass> isOrIsIn(String name) {
    return DescribedPredicate.describe(
        name, c -> c.getName().equals(name) || c.getName().startsWith(name + "$"));
  }

  /// By a constructor, or by a method like `setUpDefaultClient` or `builder`.
  private static DescribedPredicate<JavaAccess<?>> makes(String type) {
    return DescribedPredicate.describe(
        "the making of a " + type,
        access ->
            access.getTargetOwner().isAssignableTo(type)
                && access.getName().matches("<init>|setUp.*|builder|wrapAs.*"));
  }

  private static DescribedPredicate<JavaAccess<?>> named(String method) {
    return DescribedPredicate.describe(method, access -> access.getName().equals(method));
  }

  /// Error Prone sees calls that depend on the default locale, but not references to such methods.
  @Test
  void no_reference_to_a_method_depends_on_the_default_locale() {
    Set<String> methods = Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase");

    assertThat(
            PRODUCT.stream()
                .flatMap(type -> type.getMethodReferencesFromSelf().stream())
                .filter(use -> methods.contains(use.getTarget().getName()))
                .filter(use -> use.getTargetOwner().isAssignableTo(String.class))
                .map(use -> use.getDescription()))
        .isEmpty();
  }

  @Test
  void nothing_is_kept_in_static_variables() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("state that belongs to nobody makes two deployments in one program meet")
        .check(PRODUCT);
  }

  @Test
  void packages_depend_on_each_other_in_one_direction() {
    slices().matching("dev.provision.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  /// A package that nobody can survey hides what belongs together.
  @Test
  void no_package_has_more_than_20_types() {
    Map<String, Long> sizes =
        PRODUCT.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(sizes).hasSizeGreaterThan(50);
    assertThat(sizes).allSatisfy((name, types) -> assertThat(types).isLessThanOrEqualTo(20));
  }

  /// Two types of one name are taken for each other, in talk and in imports.
  @Test
  void each_type_has_a_name_of_its_own() {
    Map<String, List<String>> homes =
        PRODUCT.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));

    assertThat(homes).hasSizeGreaterThan(500);
    assertThat(homes)
        .allSatisfy((name, packages) -> assertThat(packages).describedAs(name).hasSize(1));
  }

  /// What an adapter is made of is nobody else's business.
  @Test
  void an_adapter_shows_its_providers_and_nothing_else() {
    DescribedPredicate<JavaClass> shown =
        DescribedPredicate.describe(
            "a provider, or the embedded SSH server",
            type ->
                type.getSimpleName().endsWith("Provider")
                    || type.getPackageName().equals("dev.provision.adapter.sshd.server"));
    for (String adapter : List.of("sshd", "jclouds", "local")) {
      String home = "dev.provision.adapter." + adapter + "..";
      noClasses()
          .that(not(resideInAPackage(home)))
          .should()
          .dependOnClassesThat(resideInAPackage(home).and(not(shown)))
          .check(PRODUCT);
    }
  }

  /// A cloud is a package with a provider.
  @Test
  void clouds_do_not_know_each_other() {
    String home = "dev.provision.adapter.jclouds";
    Set<String> clouds =
        PRODUCT.that(resideInAPackage(home + ".*")).stream()
            .filter(type -> type.getSimpleName().endsWith("Provider"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    assertThat(clouds).hasSizeGreaterThanOrEqualTo(8);
    for (String cloud : clouds) {
      noClasses()
          .that(resideInAPackage(cloud))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  clouds.stream().filter(other -> !other.equals(cloud)).toArray(String[]::new)))
          .check(PRODUCT);
    }
  }

  @Test
  void every_package_is_marked_free_of_nulls() {
    var unmarked =
        PRODUCT.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName);

    assertThat(unmarked).isEmpty();
  }

  @Test
  void tests_wait_for_conditions_and_never_just_sleep() throws IOException {
    var tests = new ClassFileImporter().importPaths(testClasses());

    assertThat(tests).hasSizeGreaterThan(1);
    noClasses()
        .should()
        .accessTargetWhere(
            accesses(Thread.class, Set.of("sleep"))
                .or(accesses(TimeUnit.class, Set.of("sleep")))
                .and(not(IN_A_METHOD_THAT_AWAITS)))
        .because("only a method await… may, between two looks at a condition that has a deadline")
        .check(tests);
  }

  /// The compiled tests of all modules; this module is built last.
  private static List<Path> testClasses() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      return modules.map(m -> m.resolve("target/test-classes")).filter(Files::isDirectory).toList();
    }
  }

  private static DescribedPredicate<JavaAccess<?>> accesses(Class<?> owner, Set<String> members) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "'s " + members,
        access ->
            access.getTargetOwner().isEquivalentTo(owner) && members.contains(access.getName()));
  }

  private static boolean isWithoutArguments(JavaAccess<?> access) {
    return access instanceof JavaCall<?> call && call.getTarget().getRawParameterTypes().isEmpty();
  }
}
