package dev.provision.adapter.sshd.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// A program for a node, which is a resource next to the class that sends it.
public final class ScriptResource {
  private ScriptResource() {}

  public static String text(Class<?> owner, String name) {
    return new String(bytes(owner, name), StandardCharsets.UTF_8);
  }

  public static byte[] bytes(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the JAR");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read from the JAR", e);
    }
  }
}
