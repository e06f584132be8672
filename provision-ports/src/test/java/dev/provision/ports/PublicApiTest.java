package dev.provision.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the ports promise to those who implement them. It stands in a file, so that each change of
/// it is seen in a review.
final class PublicApiTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path LISTED = Path.of("src/test/api/ports.txt");

  /// As things are, in `target/`, to be taken over.
  private static final Path FOUND = Path.of("target/ports.txt");

  @Test
  void a_change_of_the_ports_is_a_decision() throws IOException {
    Files.write(FOUND, listing());

    assertThat(Files.readAllLines(FOUND))
        .as(
            "The ports have changed. docs/compatibility.md says whether %s has to become another"
                + " version; then: cp provision-ports/%s provision-ports/%s",
            PortsVersion.class.getSimpleName(), FOUND, LISTED)
        .isEqualTo(Files.readAllLines(LISTED));
  }

  @Test
  void the_module_exports_the_ports_and_needs_the_jdk_only() throws IOException {
    try (InputStream file = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      ModuleDescriptor module = ModuleDescriptor.read(file);

      assertThat(module.exports())
          .allMatch(export -> export.targets().isEmpty())
          .extracting(ModuleDescriptor.Exports::source)
          .containsExactlyInAnyOrder(
              "dev.provision.ports",
              "dev.provision.ports.cloud",
              "dev.provision.ports.shell",
              "dev.provision.ports.step");
      assertThat(module.requires())
          .filteredOn(
              required -> !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
          .extracting(ModuleDescriptor.Requires::name)
          .containsExactly("java.base");
      assertThat(module.requires())
          .extracting(ModuleDescriptor.Requires::name)
          .containsExactlyInAnyOrder("java.base", "org.jspecify");
    }
  }

  private static List<String> listing() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES.resolve("dev"))) {
      return files
          .map(file -> CLASSES.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .map(PublicApiTest::loaded)
          .filter(PublicApiTest::isPublic)
          .flatMap(PublicApiTest::lines)
          .toList();
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (around == null || isPublic(around));
  }

  private static Stream<String> lines(Class<?> type) {
    Stream<String> members =
        Stream.of(
                Arrays.stream(type.getDeclaredFields()).map(PublicApiTest::line),
                Arrays.stream(type.getDeclaredConstructors()).map(PublicApiTest::line),
                Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> !isOfObject(method))
                    .map(PublicApiTest::line))
            .flatMap(lines -> lines)
            .filter(line -> !line.isEmpty())
            .sorted();
    return Stream.concat(Stream.of(head(type)), members.map(line -> "  " + line));
  }

  /// Without packages, without the class that the line stands below, and without what is nobody's
  /// business.
  private static String brief(Member member, String line) {
    String owner = member.getDeclaringClass().getName();
    return line.replace(" " + owner + ".", " ")
        .replace("synchronized ", "")
        .replaceAll("\\b(?:[a-z]+\\.)+(?=[A-Z])", "");
  }

  private static String head(Class<?> type) {
    StringBuilder head = new StringBuilder(type.toGenericString());
    Stream<Class<?>> above =
        Stream.concat(
            Stream.ofNullable(type.getSuperclass())
                .filter(one -> !Set.of(Object.class, Record.class, Enum.class).contains(one)),
            Arrays.stream(type.getInterfaces()));
    above.forEach(one -> head.append(" : ").append(one.getName()));
    if (type.isSealed()) {
      head.append(" permits");
      Arrays.stream(type.getPermittedSubclasses())
          .map(Class::getSimpleName)
          .sorted()
          .forEach(one -> head.append(' ').append(one));
    }
    return head.toString();
  }

  /// Each class has those, and records their own.
  private static boolean isOfObject(Method method) {
    return switch (method.getName()) {
      case "toString", "hashCode" -> method.getParameterCount() == 0;
      case "equals" -> method.getParameterCount() == 1;
      default -> false;
    };
  }

  private static String line(Member member) {
    if (member.isSynthetic()
        || !(member.accessFlags().contains(AccessFlag.PUBLIC)
            || member.accessFlags().contains(AccessFlag.PROTECTED))) {
      return "";
    }
    return switch (member) {
      case Field field -> brief(field, field.toGenericString()) + value(field);
      case Method method -> brief(method, method.toGenericString());
      case Constructor<?> constructor -> brief(constructor, constructor.toGenericString());
      default -> throw new AssertionError(member);
    };
  }

  /// The compiler copies the value of a constant into those who use it.
  private static String value(Field field) {
    boolean constant =
        Modifier.isStatic(field.getModifiers())
            && (field.getType().isPrimitive() || field.getType() == String.class);
    try {
      return constant ? " = " + field.get(null) : "";
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
