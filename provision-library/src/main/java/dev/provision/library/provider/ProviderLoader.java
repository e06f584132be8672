package dev.provision.library.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/// Loads the classes of one provider's JARs. It stays open as long as the program runs, since the
/// provider may load classes at any time.
final class ProviderLoader extends URLClassLoader {
  /// What the names of these loaders begin with.
  static final String NAMED = "provider ";

  private final List<JarFile> jars;
  private final List<URL> places;

  static {
    registerAsParallelCapable();
  }

  private ProviderLoader(String name, List<JarFile> jars, List<URL> places) {
    super(NAMED + name, places.toArray(new URL[0]), new PortsClassLoader());
    this.jars = jars;
    this.places = places;
  }

  /// Opens all files at once. A class that later changes how this process opens JARs, as some
  /// servers' do, does not reach these.
  static ProviderLoader of(String name, List<Path> files) throws IOException {
    List<JarFile> jars = new ArrayList<>();
    List<URL> places = new ArrayList<>();
    for (Path file : files) {
      jars.add(new JarFile(file.toFile(), true, ZipFile.OPEN_READ, Runtime.version()));
      places.add(file.toUri().toURL());
    }
    ProviderLoader loader = new ProviderLoader(name, jars, places);
    loader.findResources("META-INF/none").hasMoreElements();
    return loader;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    for (int index = 0; index < jars.size(); index++) {
      JarEntry entry = jars.get(index).getJarEntry(path);
      if (entry != null) {
        Optional<byte[]> other = withoutExit(jars.get(index), entry);
        if (other.isPresent()) {
          CodeSource source = new CodeSource(places.get(index), entry.getCodeSigners());
          return defineClass(name, other.get(), 0, other.get().length, source);
        }
        break;
      }
    }
    return super.findClass(name);
  }

  private Optional<byte[]> withoutExit(JarFile jar, JarEntry entry) throws ClassNotFoundException {
    try (InputStream in = jar.getInputStream(entry)) {
      return new ExitCallGuard(this).replacedIn(in.readAllBytes());
    } catch (IOException | SecurityException e) {
      throw new ClassNotFoundException(entry.getName(), e);
    }
  }
}
