package dev.provision.library.state;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.lifetime.ExpiryRecords;
import dev.provision.library.configuration.machine.TrustedPath;
import dev.provision.library.text.IoMessages;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where Provision keeps what must outlive it: `$PROVISION_HOME/state`.
///
/// Every directory in it is its owner's alone (mode 0700) and made when first needed. What belongs
/// to another user is not believed: it says which nodes are whose, and by which keys.
public final class StateDirectory {
  private static final Set<PosixFilePermission> PRIVATE =
      Set.copyOf(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final Map<String, String> variables;
  private boolean looked;

  /// @param variables the environment, which says on whose behalf root works
  public StateDirectory(Path provisionHome, Map<String, String> variables) {
    this.root = provisionHome.resolve("state");
    this.variables = Map.copyOf(variables);
  }

  /// The state's own directory, once it is known to be this user's, and nobody else's to change.
  ///
  /// @throws ProblemsException if it is another user's, or no directory
  private synchronized Path root() {
    if (!looked) {
      if (Files.exists(root) && !Files.isDirectory(root)) {
        throw new ProblemsException(
            Problem.at(root.toString(), "is not a directory, but Provision keeps its state there")
                .next("move it away, or set PROVISION_HOME to another directory"));
      }
      requireOwner(root);
      mend(root);
      requireOwn(root.resolve("known_hosts"));
      looked = true;
    }
    return root;
  }

  private void requireOwner(Path directory) {
    refuse(directory, TrustedPath.of(directory, variables).ownerFlaw());
  }

  private void requireOwn(Path file) {
    refuse(file, TrustedPath.of(file, variables).ownFlaw());
  }

  private static void refuse(Path file, Optional<TrustedPath.Flaw> flaw) {
    if (flaw.isPresent()) {
      throw new ProblemsException(
          Problem.at(
                  file.toString(),
                  "is ignored, because it %s; it records the host keys of nodes"
                      .formatted(flaw.get().why()))
              .next("make sure that it is yours, then run: " + flaw.get().cure()));
    }
  }

  /// A directory of this provider's own; not created.
  public Path ofProvider(String type) {
    return root.resolve("providers").resolve(type);
  }

  /// A directory of this provider's own, for its adapter, which does not know by what mode this
  /// program makes directories: so it is made here. Where that is not possible, the adapter says
  /// so, if it needs one at all.
  public Path preparedForProvider(String type) {
    Path own = ofProvider(type);
    try {
      createPrivate(root());
      for (Path directory : List.of(own.resolveSibling(""), own)) {
        requireOwner(directory);
        createPrivate(directory);
      }
    } catch (IOException _) {
      // An adapter that keeps something there finds that it cannot, and says so.
    }
    requireOwn(own.resolve("known_hosts"));
    return own;
  }

  /// By which keys the nodes of this provider are recognized.
  public HostKeyFiles hostKeys(String type) {
    return new HostKeyFiles(ofNodes(type, "host-keys"), variables);
  }

  /// When nodes of this provider expire that cannot carry that themselves.
  public ExpiryRecords expiries(String type) {
    return new ExpiryFiles(ofNodes(type, "expiries"));
  }

  private Path ofNodes(String type, String what) {
    Path own = ofProvider(type);
    Path files = own.resolve(what);
    for (Path directory : List.of(root().resolve("providers"), own, files)) {
      requireOwner(directory);
      mend(directory);
    }
    return files;
  }

  /// Hosts that were accepted when they were new, in OpenSSH's format.
  Path knownHosts() {
    return root.resolve("known_hosts");
  }

  /// The state's own directory for shells.
  public Path ofShells() {
    return root();
  }

  /// Where the directories of runs lie; it may not exist.
  public Path runs() {
    Path runs = root().resolve("runs");
    requireOwner(runs);
    mend(runs);
    return runs;
  }

  /// Makes a new, empty directory for a run.
  ///
  /// @return empty if there is one of that name
  public Optional<Path> createRun(String name) {
    Path parent = runs();
    try {
      createPrivate(parent);
      return make(parent.resolve(name));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Makes a directory in that of a run.
  public Path createWithin(Path directory) {
    try {
      return Files.createDirectories(directory, owner());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Another run, perhaps another program's, may take the same name at the same moment.
  private static Optional<Path> make(Path directory) throws IOException {
    try {
      return Optional.of(Files.createDirectory(directory, owner()));
    } catch (FileAlreadyExistsException _) {
      return Optional.empty();
    }
  }

  /// Makes sure, before anything costs money, that a journal can be written.
  public void check() {
    try {
      createPrivate(root());
      Path probe = Files.createTempFile(root, ".probe", "");
      Files.delete(probe);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// One that is there already, and not its owner's alone, was made by something else.
  private static void createPrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, owner());
    } else if (!Files.getPosixFilePermissions(directory).equals(PRIVATE)
        && Files.isWritable(directory)) {
      Files.setPosixFilePermissions(directory, PRIVATE);
    }
  }

  /// The same of one that is only read; where that is not possible, it stays as it is.
  private static void mend(Path directory) {
    try {
      if (Files.isDirectory(directory)) {
        createPrivate(directory);
      }
    } catch (IOException | UnsupportedOperationException _) {
      // A file system that is only read, or a directory of root's, or no modes at all. Its owner
      // has
      // been looked at; whoever writes in it calls createPrivate first and says that it cannot; and
      // records of keys are looked at one by one when they are read.
    }
  }

  /// Makes a file, if it is not there yet, that is its owner's alone.
  public static Path createFile(Path file) throws IOException {
    try {
      return Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException _) {
      return file;
    }
  }

  private static FileAttribute<?> owner() {
    return PosixFilePermissions.asFileAttribute(PRIVATE);
  }

  private ProblemsException unwritable(IOException cause) {
    ProblemsException problem =
        new ProblemsException(
            Problem.at(root.toString(), "cannot be written: " + IoMessages.of(cause))
                .next("make it writable, or set PROVISION_HOME to another directory"));
    problem.initCause(cause);
    return problem;
  }
}
