package dev.provision.library;

import dev.provision.ports.PortsVersion;
import dev.provision.ports.cloud.CloudProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// Providers of third parties: each JAR in a directory, and each directory of JARs in it, with a
/// class loader of its own, so that two of them may carry different versions of a library.
///
/// @param usable those that can be chosen
/// @param broken the others
record ProviderJars(List<FoundProvider> usable, List<Broken> broken) {
  /// In a JAR's manifest, the version of the ports it was made for.
  static final String MADE_FOR = "Provision-Ports-Version";

  private static final String JAR = ".jar";

  /// What is there and cannot be used.
  ///
  /// @param name the file's or directory's, without `.jar`
  /// @param cause in words that follow `left out: `
  record Broken(String name, String origin, String cause) {}

  /// Looks through the directory; one that does not exist holds nothing.
  static ProviderJars in(Path directory) {
    ProviderJars all = new ProviderJars(new ArrayList<>(), new ArrayList<>());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      List<Path> sorted = new ArrayList<>();
      entries.forEach(sorted::add);
      sorted.sort(null);
      for (Path entry : sorted) {
        all.look(entry);
      }
    } catch (NoSuchFileException e) {
      return all;
    } catch (IOException e) {
      String name = String.valueOf(directory.getFileName());
      all.broken.add(new Broken(name, directory.toString(), Reasons.of(e)));
    }
    return all;
  }

  private void look(Path entry) {
    String file = String.valueOf(entry.getFileName());
    boolean jar = file.endsWith(JAR);
    String name = jar ? file.substring(0, file.length() - JAR.length()) : file;
    try {
      if (Files.isDirectory(entry) && !file.startsWith(".")) {
        load(name, entry, jarsIn(entry));
      } else if (jar) {
        load(name, entry, List.of(entry));
      }
    } catch (UnusableException e) {
      broken.add(new Broken(name, entry.toString(), String.valueOf(e.getMessage())));
    }
  }

  private static List<Path> jarsIn(Path directory) throws UnusableException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + JAR)) {
      List<Path> jars = new ArrayList<>();
      files.forEach(jars::add);
      jars.sort(null);
      return jars;
    } catch (IOException e) {
      throw new UnusableException("it cannot be read: " + Reasons.of(e));
    } catch (DirectoryIteratorException e) {
      throw new UnusableException("it cannot be read: " + Foreign.words(e));
    }
  }

  private void load(String name, Path origin, List<Path> jars) throws UnusableException {
    if (jars.isEmpty()) {
      throw new UnusableException("there is no JAR in it");
    }
    List<FoundProvider> providers = providers(name, origin, jars);
    if (providers.isEmpty()) {
      throw new UnusableException(
          "it names no provider in META-INF/services/" + CloudProvider.class.getName());
    }
    usable.addAll(providers);
  }

  private static List<FoundProvider> providers(String name, Path origin, List<Path> jars)
      throws UnusableException {
    Map<String, Attributes> manifests = new HashMap<>();
    List<URL> places = new ArrayList<>();
    for (Path jar : jars) {
      Attributes said = manifest(jar);
      checkMadeFor(jar, said);
      manifests.put(url(jar).toString(), said);
      places.add(url(jar));
    }
    // Open as long as the program runs: the provider may load classes at any time.
    URLClassLoader loader =
        new URLClassLoader("provider " + name, places.toArray(new URL[0]), new PortsOnly());
    List<FoundProvider> found = new ArrayList<>();
    Iterator<CloudProvider> providers = ServiceLoader.load(CloudProvider.class, loader).iterator();
    try {
      while (providers.hasNext()) {
        CloudProvider provider = providers.next();
        checkComplete(provider);
        found.add(
            new FoundProvider(
                Foreign.provider(provider, origin),
                origin.toString(),
                version(provider, manifests)));
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new UnusableException(Foreign.words(e));
    }
    return found;
  }

  /// What the JAR says that the class is in.
  private static Optional<String> version(
      CloudProvider provider, Map<String, Attributes> manifests) {
    return Optional.ofNullable(provider.getClass().getProtectionDomain().getCodeSource())
        .map(source -> manifests.get(String.valueOf(source.getLocation())))
        .map(said -> said.getValue("Implementation-Version"));
  }

  private static Attributes manifest(Path jar) throws UnusableException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    } catch (IOException e) {
      throw new UnusableException(jar.getFileName() + " cannot be read: " + Reasons.of(e));
    }
  }

  private static void checkMadeFor(Path jar, Attributes said) throws UnusableException {
    String madeFor = said.getValue(MADE_FOR);
    if (madeFor != null && !PortsVersion.serves(madeFor)) {
      throw new UnusableException(
          "%s was made for version %s of the ports, and this is %s; get a version of it that fits"
              .formatted(jar.getFileName(), madeFor.strip(), PortsVersion.CURRENT));
    }
  }

  private static URL url(Path jar) throws UnusableException {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UnusableException(jar + " is not a usable path: " + e.getMessage());
    }
  }

  /// A class that was compiled when the interface had fewer methods loads all the same.
  private static void checkComplete(CloudProvider provider) throws UnusableException {
    Optional<Method> missing =
        Arrays.stream(provider.getClass().getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .findFirst();
    if (missing.isPresent()) {
      throw new UnusableException(
          "%s lacks the method %s; it was made for other ports than these, version %s"
              .formatted(
                  provider.getClass().getName(), missing.get().getName(), PortsVersion.CURRENT));
    }
  }

  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }
}
