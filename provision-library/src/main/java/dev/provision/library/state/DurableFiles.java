package dev.provision.library.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Changes to the files of a directory, one program at a time, each whole or not at all, and still
/// there after a power failure. The directory and the files are their owner's alone.
///
/// An interrupt does not keep it from its work, and is not lost.
///
/// Tested by `HostKeyFilesTest`.
final class DurableFiles implements AutoCloseable {
  private static final long MILLISECOND = 1_000_000;
  private static final FileAttribute<?> DIRECTORY = permissions("rwx------");
  private static final FileAttribute<?> FILE = permissions("rw-------");

  private final Path directory;
  private final boolean interrupted;
  private final FileChannel channel;

  private DurableFiles(Path directory, boolean interrupted, FileChannel channel) {
    this.directory = directory;
    this.interrupted = interrupted;
    this.channel = channel;
  }

  /// Waits until nobody else changes the directory, which is made if it is not there.
  static DurableFiles locked(Path directory) throws IOException {
    // A channel would be closed by the interrupt that says that this program is to end.
    boolean interrupted = Thread.interrupted();
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, DIRECTORY);
      }
      FileChannel channel =
          FileChannel.open(
              directory.resolve(".lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              FILE);
      lock(channel);
      return new DurableFiles(directory, interrupted, channel);
    } catch (IOException e) {
      restore(interrupted);
      throw e;
    }
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  /// Also where another thread of this program holds it, for which the JDK does not wait.
  private static void lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        FileLock _ = channel.lock();
        return;
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(MILLISECOND);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }
  }

  /// Puts the file in place of whatever was there.
  void write(Path file, byte[] bytes) throws IOException {
    Path beside = Files.createTempFile(directory, ".new", "", FILE);
    try {
      try (FileOutputStream out = new FileOutputStream(beside.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
    syncDirectory();
  }

  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    syncDirectory();
  }

  void remove(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncDirectory();
    }
  }

  private void syncDirectory() throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
