package dev.provision.library;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Where Provision keeps what must outlive it: `$PROVISION_HOME/state`.
///
/// Every directory in it is its owner's alone (mode 0700) and made when first needed.
public final class StateDirectory {
  private static final Set<PosixFilePermission> PRIVATE =
      Set.copyOf(PosixFilePermissions.fromString("rwx------"));

  private final Path root;

  StateDirectory(Path provisionHome) {
    this.root = provisionHome.resolve("state");
  }

  /// A directory of this provider's own; not created.
  Path ofProvider(String type) {
    return root.resolve("providers").resolve(type);
  }

  /// A directory of this provider's own, for its adapter, which does not know by what mode this
  /// program makes directories: so it is made here. Where that is not possible, the adapter says
  /// so, if it needs one at all.
  Path preparedForProvider(String type) {
    Path own = ofProvider(type);
    try {
      createPrivate(root);
      createPrivate(own.resolveSibling(""));
      createPrivate(own);
    } catch (IOException _) {
      return own;
    }
    return own;
  }

  /// By which keys the nodes of this provider are recognized.
  HostKeyFiles hostKeys(String type) {
    return new HostKeyFiles(ofProvider(type).resolve("host-keys"));
  }

  /// Hosts that were accepted when they were new, in OpenSSH's format.
  public Path knownHosts() {
    return root.resolve("known_hosts");
  }

  /// The state's own directory for shells.
  Path ofShells() {
    return root;
  }

  /// Where the directories of deployments lie; it may not exist.
  Path deployments() {
    return root.resolve("deployments");
  }

  /// A new, empty directory for one deployment's journal and output.
  Path createDeployment(String label) {
    Path parent = deployments();
    try {
      createPrivate(parent);
      for (int again = 1; ; again++) {
        Optional<Path> made = make(parent.resolve(again == 1 ? label : label + "-" + again));
        if (made.isPresent()) {
          return made.get();
        }
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Another deployment, perhaps another program's, may take the same name at the same moment.
  private static Optional<Path> make(Path directory) throws IOException {
    try {
      return Optional.of(Files.createDirectory(directory, owner()));
    } catch (FileAlreadyExistsException _) {
      return Optional.empty();
    }
  }

  /// Makes sure, before anything costs money, that a journal can be written.
  void check() {
    try {
      createPrivate(root);
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

  /// Makes a file, if it is not there yet, that is its owner's alone.
  static Path createFile(Path file) throws IOException {
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
            Problem.at(root.toString(), "cannot be written: " + Reasons.of(cause))
                .next(
                    "make it writable, or name another directory in the environment variable"
                        + " PROVISION_HOME"));
    problem.initCause(cause);
    return problem;
  }
}
