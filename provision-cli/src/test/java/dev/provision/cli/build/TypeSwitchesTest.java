package dev.provision.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;

/// Pattern switches are replaced, and do the same afterwards. The types are public, as the
/// rewritten class comes from another class loader.
final class TypeSwitchesTest {
  public sealed interface Shape permits Circle, Square, Line {}

  public record Circle(int radius) implements Shape {}

  public record Square(int side) implements Shape {}

  public record Line() implements Shape {}

  /// With a guard, a record pattern, and a case for null.
  static final class Describer implements Function<Object, String> {
    @Override
    public String apply(Object thing) {
      return switch (thing) {
        case null -> "nothing";
        case Circle circle when circle.radius() == 0 -> "a dot";
        case Circle(int radius) -> "a circle of " + radius;
        case Square square -> "a square of " + square.side();
        case Shape _ -> "another shape";
        case CharSequence text -> "a text of " + text.length();
        default -> "a thing";
      };
    }
  }

  private static final class Rewritten extends ClassLoader {
    Rewritten() {
      super(TypeSwitchesTest.class.getClassLoader());
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(file))) {
      return in.readAllBytes();
    }
  }

  static List<Object> things() {
    return List.of(new Circle(0), new Circle(2), new Square(3), new Line(), "abc", 7);
  }

  @ParameterizedTest
  @NullSource
  @MethodSource("things")
  @SuppressWarnings("unchecked")
  void a_class_without_them_does_the_same(Object thing) throws Exception {
    byte[] bytes = TypeSwitches.without(bytes(Describer.class));

    var constructor =
        new Rewritten().define(Describer.class.getName(), bytes).getDeclaredConstructor();
    constructor.setAccessible(true);
    var describer = (Function<Object, String>) constructor.newInstance();

    assertThat(describer.apply(thing)).isEqualTo(new Describer().apply(thing));
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("typeSwitch$0");
  }

  @Test
  void a_class_that_has_none_stays_as_it_is() throws IOException {
    byte[] before = bytes(Line.class);

    assertThat(TypeSwitches.without(before)).isSameAs(before);
  }
}
