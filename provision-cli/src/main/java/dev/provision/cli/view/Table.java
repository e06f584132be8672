package dev.provision.cli.view;

import dev.provision.cli.output.VisibleText;
import dev.provision.library.text.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Things of one kind, a row for each.
///
/// Tested by `NodesTest` and `GateTest`.
///
/// @param columns what is told of each
/// @param things the things
/// @param remarks what a person should know of a thing, where there may be such; programs find it
///   as the thing's `warning`
public record Table<T>(List<Column<T>> columns, List<T> things, Optional<Remarks<T>> remarks) {
  /// Copies the lists.
  public Table {
    columns = List.copyOf(columns);
    things = List.copyOf(things);
  }

  /// Of things about which there is nothing to remark.
  public Table(List<Column<T>> columns, List<T> things) {
    this(columns, things, Optional.empty());
  }

  /// With what there is to remark.
  Table<T> remarked(Function<T, String> id, Function<T, Optional<String>> remark) {
    return new Table<>(columns, things, Optional.of(new Remarks<>(id, remark)));
  }

  /// What there is to remark, each with its thing's id.
  public List<String> warnings() {
    return remarks
        .map(all -> things.stream().flatMap(thing -> all.of(thing).stream()).toList())
        .orElse(List.of());
  }

  /// What there is to remark of things.
  ///
  /// @param id of a thing
  /// @param remark about it, if there is one
  record Remarks<T>(Function<T, String> id, Function<T, Optional<String>> remark) {
    private Optional<String> of(T thing) {
      return remark.apply(thing).map(words -> id.apply(thing) + ": " + words);
    }
  }

  /// What is told of each thing.
  ///
  /// @param name the key in JSON
  /// @param title of the table's column
  /// @param plain whether it belongs to a plain line
  /// @param text for people
  /// @param value for programs
  public record Column<T>(
      String name,
      String title,
      boolean plain,
      Function<T, String> text,
      Function<T, Object> value) {
    /// The same of something that has such a thing.
    <S> Column<S> of(Function<S, T> thing) {
      return new Column<>(
          name,
          title,
          plain,
          one -> text.apply(thing.apply(one)),
          one -> value.apply(thing.apply(one)));
    }

    /// A column whose title is its name.
    public Column(String name, boolean plain, Function<T, String> text, Function<T, Object> value) {
      this(name, name.replace('_', ' ').toUpperCase(Locale.ROOT), plain, text, value);
    }

    /// A column that belongs to a plain line, and is the same text for all.
    public static <T> Column<T> plain(String name, Function<T, String> text) {
      return new Column<>(name, true, text, text::apply);
    }

    /// A column that is the same text for all, and not in a plain line.
    public static <T> Column<T> text(String name, Function<T, String> text) {
      return new Column<>(name, false, text, text::apply);
    }
  }

  /// The listing in this format, each line with its line feed.
  public String in(OutputFormat format) {
    return switch (format) {
      case TABLE -> table();
      case JSON -> JsonText.write(things.stream().map(this::fields).toList()) + "\n";
      case PLAIN -> things.stream().map(this::plainLine).collect(Collectors.joining());
    };
  }

  private Map<String, Object> fields(T thing) {
    Map<String, Object> fields = new LinkedHashMap<>();
    columns.forEach(column -> fields.put(column.name, column.value.apply(thing)));
    remarks.ifPresent(all -> fields.put("warning", all.remark.apply(thing)));
    return fields;
  }

  private String plainLine(T thing) {
    List<String> fields =
        columns.stream().filter(Column::plain).map(column -> cell(column, thing)).toList();
    // A blank ends a field, except the last one.
    return IntStream.range(0, fields.size())
            .mapToObj(
                at -> at < fields.size() - 1 ? VisibleText.word(fields.get(at)) : fields.get(at))
            .collect(Collectors.joining(" "))
        + "\n";
  }

  private String table() {
    if (things.isEmpty()) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Column::title).toList());
    things.forEach(thing -> rows.add(columns.stream().map(column -> cell(column, thing)).toList()));
    int[] widths =
        IntStream.range(0, columns.size())
            .map(at -> rows.stream().mapToInt(row -> width(row.get(at))).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static <T> String cell(Column<T> column, T thing) {
    String text = column.text.apply(thing);
    return text.isEmpty() ? "-" : VisibleText.line(text);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int at = 0; at < row.size(); at++) {
      line.append(row.get(at));
      if (at < row.size() - 1) {
        line.repeat(' ', widths[at] - width(row.get(at)) + 2);
      }
    }
    return line.append('\n').toString();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
