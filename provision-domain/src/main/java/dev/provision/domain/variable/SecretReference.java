package dev.provision.domain.variable;

/// What a secret is called where its value must not be, such as in a saved plan.
public sealed interface SecretReference {
  /// References such as `${env:DB}`, and the text between them.
  ///
  /// @param text as a configuration says it
  record Text(String text) implements SecretReference {
    @Override
    public String toString() {
      return text;
    }
  }

  /// A variable whose value the command line has, or a configuration in plain text.
  ///
  /// @param name its name
  record Variable(String name) implements SecretReference {
    @Override
    public String toString() {
      return "-t " + name;
    }
  }
}
