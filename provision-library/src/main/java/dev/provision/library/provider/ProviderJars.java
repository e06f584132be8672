package dev.provision.library.provider;

import dev.provision.library.configuration.machine.TrustedPath;
import dev.provision.library.configuration.machine.TrustedPath.Flaw;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.PortsVersion;
import dev.provision.ports.cloud.CloudProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
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
  /// @param names by which else it might be asked for
  /// @param cause in words that follow `left out: `
  record Broken(String name, List<String> names, String origin, String cause) {
    Broken {
      names = List.copyOf(names);
    }

    Broken(String name, Path origin, String cause) {
      this(name, List.of(), origin.toString(), cause);
    }
  }

  /// A loader, and what its JARs name; nothing of theirs has run.
  private record Candidate(
      String name,
      Path origin,
      ClassLoader classes,
      List<ServiceLoader.Provider<CloudProvider>> providers,
      Map<String, Attributes> manifests) {}

  /// Looks through the directory; one that does not exist holds nothing.
  ///
  /// @param variables the environment
  static ProviderJars in(Path directory, ProviderProbe probe, Map<String, String> variables) {
    ProviderJars all = new ProviderJars(new ArrayList<>(), new ArrayList<>());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      List<Path> sorted = new ArrayList<>();
      entries.forEach(sorted::add);
      sorted.sort(null);
      // All are opened before any of their classes runs.
      List<Candidate> candidates = new ArrayList<>();
      sorted.forEach(entry -> all.candidate(entry, variables).ifPresent(candidates::add));
      candidates.forEach(one -> one.providers().forEach(each -> all.ask(one, each, probe)));
    } catch (NoSuchFileException e) {
      return all;
    } catch (IOException e) {
      String name = String.valueOf(directory.getFileName());
      all.broken.add(new Broken(name, directory, IoMessages.of(e)));
    }
    return all;
  }

  private Optional<Candidate> candidate(Path entry, Map<String, String> variables) {
    String file = String.valueOf(entry.getFileName());
    boolean jar = file.endsWith(JAR);
    String name = jar ? file.substring(0, file.length() - JAR.length()) : file;
    try {
      if (Files.isDirectory(entry) && !file.startsWith(".")) {
        return Optional.of(candidate(name, entry, trusted(jarsIn(entry), variables)));
      }
      return jar
          ? Optional.of(candidate(name, entry, trusted(List.of(entry), variables)))
          : Optional.empty();
    } catch (UnusableProviderException e) {
      broken.add(new Broken(name, entry, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /// What others can change would run with this user's rights.
  private static List<Path> trusted(List<Path> jars, Map<String, String> variables)
      throws UnusableProviderException {
    for (Path jar : jars) {
      Optional<Flaw> flaw = TrustedPath.of(jar, variables).flaw();
      if (flaw.isPresent()) {
        throw new UnusableProviderException(flaw.get().toString());
      }
      if (Files.exists(jar) && !Files.isRegularFile(jar)) {
        // A pipe would be waited for without end.
        throw new UnusableProviderException(jar.getFileName() + " is not a regular file");
      }
    }
    return jars;
  }

  private void ask(
      Candidate from, ServiceLoader.Provider<CloudProvider> named, ProviderProbe probe) {
    List<String> names = new CopyOnWriteArrayList<>();
    try {
      usable.add(probe.ask(from.classes(), () -> introduced(from, named, names)));
    } catch (UnusableProviderException e) {
      String cause = String.valueOf(e.getMessage());
      broken.add(new Broken(from.name(), names, from.origin().toString(), cause));
    }
  }

  /// @param names takes those that it says, which are known then even if the rest fails
  private static FoundProvider introduced(
      Candidate from, ServiceLoader.Provider<CloudProvider> named, List<String> names) {
    CloudProvider provider = named.get();
    checkComplete(provider);
    CloudProvider guarded = ThirdPartyGuard.provider(provider, from.origin());
    names.addAll(guarded.names());
    return new FoundProvider(
        DescribedProvider.of(guarded, names),
        from.origin().toString(),
        version(provider, from.manifests()));
  }

  private static List<Path> jarsIn(Path directory) throws UnusableProviderException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + JAR)) {
      List<Path> jars = new ArrayList<>();
      files.forEach(jars::add);
      jars.sort(null);
      return jars;
    } catch (IOException e) {
      throw new UnusableProviderException("cannot read it: " + IoMessages.of(e));
    } catch (DirectoryIteratorException e) {
      throw new UnusableProviderException("cannot read it: " + ThirdPartyGuard.words(e));
    }
  }

  private static Candidate candidate(String name, Path origin, List<Path> jars)
      throws UnusableProviderException {
    if (jars.isEmpty()) {
      throw new UnusableProviderException("it contains no JAR");
    }
    Map<String, Attributes> manifests = new HashMap<>();
    try {
      for (Path jar : jars) {
        Attributes said = manifest(jar);
        checkMadeFor(jar, said);
        new ManifestClassPath(jar, jars).check(said);
        manifests.put(jar.toUri().toURL().toString(), said);
      }
      ProviderLoader classes = ProviderLoader.of(name, jars);
      List<ServiceLoader.Provider<CloudProvider>> providers =
          ServiceLoader.load(CloudProvider.class, classes).stream().toList();
      if (providers.isEmpty()) {
        throw new UnusableProviderException(
            "it declares no provider in META-INF/services/" + CloudProvider.class.getName());
      }
      return new Candidate(name, origin, classes, providers, manifests);
    } catch (IOException e) {
      throw new UnusableProviderException("cannot read it: " + IoMessages.of(e));
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new UnusableProviderException(ThirdPartyGuard.words(e));
    }
  }

  /// What the JAR says that the class is in.
  private static Optional<String> version(
      CloudProvider provider, Map<String, Attributes> manifests) {
    return Optional.ofNullable(provider.getClass().getProtectionDomain().getCodeSource())
        .map(source -> manifests.get(String.valueOf(source.getLocation())))
        .map(said -> said.getValue("Implementation-Version"));
  }

  private static Attributes manifest(Path jar) throws UnusableProviderException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    } catch (IOException e) {
      throw new UnusableProviderException(
          jar.getFileName() + " cannot be read: " + IoMessages.of(e));
    }
  }

  private static void checkMadeFor(Path jar, Attributes said) throws UnusableProviderException {
    String madeFor = said.getValue(MADE_FOR);
    if (madeFor != null && !PortsVersion.serves(madeFor)) {
      throw new UnusableProviderException(
          "%s was built for version %s of the ports, but this is %s; install a matching version"
              .formatted(jar.getFileName(), madeFor.strip(), PortsVersion.CURRENT));
    }
  }

  /// A class that was compiled when the interface had fewer methods loads all the same.
  private static void checkComplete(CloudProvider provider) {
    Optional<Method> missing =
        Arrays.stream(provider.getClass().getMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .findFirst();
    if (missing.isPresent()) {
      throw new IncompatibleClassChangeError(
          "%s lacks the method %s; it was not built for this version of the ports, %s"
              .formatted(
                  provider.getClass().getName(), missing.get().getName(), PortsVersion.CURRENT));
    }
  }
}
