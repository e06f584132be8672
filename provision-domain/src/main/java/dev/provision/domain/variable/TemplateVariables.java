package dev.provision.domain.variable;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The variables of one template: fetches a secret when it is used, and remembers what was used.
public final class TemplateVariables extends AbstractMap<String, String> {
  private final Map<String, VariableValue> values;
  private final Set<String> unknown = new LinkedHashSet<>();
  private final Set<VariableValue.Hidden> secrets = new LinkedHashSet<>();
  private final Map<String, VariableValue> used = new HashMap<>();

  /// @param values by name
  public TemplateVariables(Map<String, VariableValue> values) {
    this.values = Map.copyOf(values);
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    VariableValue value = name == null ? null : values.get(name);
    if (value == null) {
      unknown.add(String.valueOf(name));
      return null;
    }
    if (value instanceof VariableValue.Hidden hidden) {
      secrets.add(hidden);
    }
    used.put(String.valueOf(name), value);
    return value.reveal();
  }

  @Override
  public String getOrDefault(@Nullable Object name, @Nullable String other) {
    String value = get(name);
    return value == null ? String.valueOf(other) : value;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name != null && values.containsKey(name);
  }

  @Override
  public Set<String> keySet() {
    return values.keySet();
  }

  @Override
  public int size() {
    return values.size();
  }

  /// None: asking for all would fetch secrets that nobody uses.
  @Override
  public Set<Entry<String, String>> entrySet() {
    throw new UnsupportedOperationException("a value is looked up by its name");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }

  /// The secrets that have been used.
  public List<VariableValue.Hidden> secrets() {
    return List.copyOf(secrets);
  }

  /// All that has been used, by name.
  public Map<String, VariableValue> used() {
    return Map.copyOf(used);
  }

  /// Names that were looked up and are not there, in order.
  public List<String> unknown() {
    return List.copyOf(unknown);
  }
}
