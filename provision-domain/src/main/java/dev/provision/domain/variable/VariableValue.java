package dev.provision.domain.variable;

import dev.provision.ports.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The value of a template variable, a parameter, or an environment variable of a script.
public sealed interface VariableValue {
  /// A value that can be shown.
  static VariableValue of(String text) {
    return new Plain(text);
  }

  /// Values that can be shown, by name.
  static Map<String, VariableValue> of(Map<String, String> texts) {
    return texts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> of(entry.getValue())));
  }

  /// The value itself. That of a secret is fetched if need be.
  ///
  /// @throws dev.provision.domain.ProblemsException if it cannot be fetched
  String reveal();

  /// A value that can be shown.
  record Plain(String text) implements VariableValue {
    @Override
    public String reveal() {
      return text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// A value that can be shown, and is looked up when it is used.
  record LookedUp(Supplier<String> source) implements VariableValue {
    @Override
    public String reveal() {
      return source.get();
    }
  }

  /// A value that is shown nowhere.
  ///
  /// @param reference what stands for it where it must not be; empty if nothing does
  record Hidden(Secret secret, Optional<SecretReference> reference) implements VariableValue {
    /// A value that nothing stands for.
    public Hidden(Secret secret) {
      this(secret, Optional.empty());
    }

    @Override
    public String reveal() {
      return secret.reveal();
    }

    @Override
    public String toString() {
      return secret.toString();
    }
  }
}
