package dev.provision.library.provider;

import dev.provision.ports.cloud.CloudProvider;

/// What a provider in a JAR of its own sees of this program: the JDK and the ports, and none of the
/// libraries that the program itself uses.
final class PortsClassLoader extends ClassLoader {
  private static final String PORTS = "dev.provision.ports.";

  PortsClassLoader() {
    super("ports", ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(PORTS)) {
      return Class.forName(name, false, CloudProvider.class.getClassLoader());
    }
    throw new ClassNotFoundException(name);
  }
}
