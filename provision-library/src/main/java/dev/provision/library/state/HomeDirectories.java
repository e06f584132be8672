package dev.provision.library.state;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the user's files are, and Provision's own. Never a relative name: that would be another
/// place in each working directory, and nodes would be known in one of them only.
///
/// @param user the user's home directory
/// @param provision where Provision keeps its things
public record HomeDirectories(Path user, Path provision) {
  /// Finds both directories.
  ///
  /// @param user as it was said, or as Java has it: `?` where the user database has no entry
  /// @param chosen Provision's own, where that was said
  /// @throws ProblemsException if there is no home directory, or one that is no absolute path
  public static HomeDirectories of(
      Path user, Optional<Path> chosen, Map<String, String> environment) {
    String variable = environment.getOrDefault("PROVISION_HOME", "");
    boolean tilde = variable.equals("~") || variable.startsWith("~/");
    Optional<Path> provision =
        chosen.isPresent() || variable.isEmpty() || tilde
            ? chosen
            : Optional.of(absolute(variable));
    if (!user.isAbsolute()
        && provision.isPresent()
        && environment.getOrDefault("HOME", "").isEmpty()) {
      // A user without a home, as in containers: what is asked for in it is looked for here.
      return new HomeDirectories(provision.get().toAbsolutePath(), provision.get());
    }
    if (!user.isAbsolute()) {
      throw none(environment.getOrDefault("HOME", ""));
    }
    return new HomeDirectories(
        user,
        provision.orElseGet(
            () ->
                tilde
                    ? user.resolve(variable.substring(Math.min(2, variable.length())))
                    : user.resolve(".provision")));
  }

  private static Path absolute(String variable) {
    Path provision = Path.of(variable);
    if (!provision.isAbsolute()) {
      throw new ProblemsException(
          Problem.of("PROVISION_HOME is '" + variable + "', which is not an absolute path")
              .next("export PROVISION_HOME=/path/to/it, or unset it for ~/.provision"));
    }
    return provision;
  }

  private static ProblemsException none(String home) {
    return new ProblemsException(
        Problem.of(
                home.isEmpty()
                    ? "there is no home directory: HOME is not set, and the user database has no"
                        + " entry for you"
                    : "HOME is '" + home + "', which is not an absolute path")
            .next("export HOME=/path/to/it, or PROVISION_HOME for Provision's own files"));
  }
}
