package dev.provision.adapter.local.machine;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/// Turns what goes wrong with files and processes into failures of the port.
public final class FailureTranslation {
  /// What to do about a full disk.
  static final String FULL =
      "the disk is full, or has no free inodes: free some space (check with df and df -i)";

  private FailureTranslation() {}

  /// Work with files and processes.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /// Does it.
    T run() throws IOException, InterruptedException;
  }

  /// Work with no result.
  @FunctionalInterface
  public interface Act {
    /// Does it.
    void run() throws IOException, InterruptedException;
  }

  /// Does the work.
  ///
  /// @param doing what it is, for people, such as `creating node web1`
  /// @throws CloudException if it fails
  public static <T extends @Nullable Object> T to(String doing, Work<T> work) {
    try {
      return work.run();
    } catch (InterruptedException | ClosedByInterruptException | FileLockInterruptionException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(new CloudFailure.Interrupted(doing, "interrupted"), e);
    } catch (IOException e) {
      throw new CloudException(failure(doing, reason(e)), e);
    }
  }

  /// Does work that has no result.
  ///
  /// @param doing what it is, for people
  /// @throws CloudException if it fails
  public static void act(String doing, Act act) {
    to(
        doing,
        () -> {
          act.run();
          return Boolean.TRUE;
        });
  }

  private static CloudFailure failure(String doing, String reason) {
    return isFull(reason)
        ? new CloudFailure.QuotaExceeded(doing, reason + "; " + FULL)
        : new CloudFailure.Unclassified(doing, reason);
  }

  /// Whether that says that a disk is full, or the user's share of it.
  public static boolean isFull(String reason) {
    return reason.contains("No space left on device") || reason.contains("Disk quota exceeded");
  }

  /// Why it failed, in words: the JDK's exceptions about files often hold the path only.
  public static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
      case NotDirectoryException file -> file.getFile() + ": not a directory";
      case FileAlreadyExistsException there -> there.getFile() + ": exists already";
      case FileSystemException other when other.getReason() != null ->
          String.valueOf(other.getMessage());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
