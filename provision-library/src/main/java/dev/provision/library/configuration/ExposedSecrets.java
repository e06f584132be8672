package dev.provision.library.configuration;

import dev.provision.library.configuration.draft.ConfigurationDraft;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.machine.TextFile;
import dev.provision.library.configuration.python.PythonConfiguration;
import dev.provision.library.configuration.secret.ReferenceText;
import dev.provision.library.configuration.yaml.AccountYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Finds secrets that lie open: written out in a file that other users can read.
final class ExposedSecrets {
  private ExposedSecrets() {}

  /// A warning if a file that others can read brought a literal secret into the draft.
  ///
  /// @param before the draft without what the file says
  static Optional<String> warning(
      Path file, String shown, ConfigurationDraft before, ConfigurationDraft after) {
    Set<String> secrets = literals(after);
    secrets.removeAll(literals(before));
    if (secrets.isEmpty() || !readableByOthers(file) || !holdsOne(file, secrets)) {
      return Optional.empty();
    }
    boolean python = file.endsWith(PythonConfiguration.FILE_NAME);
    return Optional.of(
        "%s: this file contains a secret, and other users can read it; run: chmod 600 %s, or %s"
            .formatted(
                shown,
                shown,
                python
                    ? "look the secret up, as in os.environ['NAME'] or open(path).read()"
                    : "refer to it with ${env:NAME}, ${file:PATH}, or ${command:WORDS}"));
  }

  /// Every secret that is written out.
  static Set<String> literals(ConfigurationDraft draft) {
    Set<String> texts = new LinkedHashSet<>();
    draft.text(TextSetting.SECRET_KEY).ifPresent(texts::add);
    draft
        .accounts
        .values()
        .forEach(
            account -> {
              account.secretKey().ifPresent(texts::add);
              account
                  .options()
                  .forEach(
                      (name, value) -> {
                        if (AccountYaml.namesSecret(name)) {
                          texts.add(value);
                        }
                      });
            });
    Set<String> literals = new LinkedHashSet<>();
    for (String text : texts) {
      ReferenceText parsed = ReferenceText.parse(text);
      if (!parsed.hasReferences()) {
        literals.add(parsed.literal());
      }
    }
    return literals;
  }

  /// A secret that `__init__.py` fetched from elsewhere is not written in it.
  private static boolean holdsOne(Path file, Set<String> secrets) {
    try {
      String text = TextFile.read(file);
      return secrets.stream().anyMatch(text::contains);
    } catch (IOException _) {
      // It was read a moment ago; if it is gone, nobody reads a secret in it.
      return false;
    }
  }

  private static boolean readableByOthers(Path file) {
    try {
      Set<PosixFilePermission> own = Files.getPosixFilePermissions(file);
      Path parent = file.toAbsolutePath().getParent();
      Set<PosixFilePermission> above = parent == null ? own : Files.getPosixFilePermissions(parent);
      return (own.contains(PosixFilePermission.OTHERS_READ)
              && above.contains(PosixFilePermission.OTHERS_EXECUTE))
          || (own.contains(PosixFilePermission.GROUP_READ)
              && above.contains(PosixFilePermission.GROUP_EXECUTE));
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }
}
