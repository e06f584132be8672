package dev.provision.domain.boot;

import dev.provision.ports.Content;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Scripts of Provision's own that run on nodes.
final class NodeScript {
  private NodeScript() {}

  /// A step that runs one; it removes itself.
  ///
  /// It has no `#!` line, so that it runs by `/bin/sh` and from a file system mounted noexec, too.
  ///
  /// @param name of the script, which is a resource beside this class
  /// @param token makes its place on the node one that nobody can have foreseen
  static RunScript step(
      String name, String token, Map<String, String> environment, Duration limit) {
    return new RunScript(
        "/tmp/.provision-" + token + "-" + name,
        Content.of(text(name)),
        0700,
        environment,
        Optional.of(limit),
        OnFailure.STOP);
  }

  private static byte[] text(String name) {
    try (InputStream in = NodeScript.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + name + " cannot be read", e);
    }
  }
}
