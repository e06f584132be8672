package dev.provision.adapter.local.machine;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.util.regex.Pattern;

/// What a node on this machine may be called: its name is its host name, too.
public final class LocalNodeName {
  /// The kernel allows host names of 64 bytes.
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private LocalNodeName() {}

  /// Refuses names that cannot be.
  ///
  /// @throws CloudException [CloudFailure.InvalidRequest]
  public static void check(String doing, String name) {
    if (!VALID.matcher(name).matches()) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing,
              "'"
                  + name
                  + "' is not a valid host name; use 1 to 64 letters, digits, dots, hyphens, and"
                  + " underscores, starting with a letter or digit"));
    }
  }
}
