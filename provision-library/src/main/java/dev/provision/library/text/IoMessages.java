package dev.provision.library.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Says in words why a file operation failed; the JDK's messages are often but the path.
public final class IoMessages {
  private IoMessages() {}

  /// Why, without a leading path where that is known to be in the message already.
  public static String of(IOException failure) {
    return switch (failure) {
      case NoSuchFileException e -> "no such file or directory: " + e.getFile();
      case AccessDeniedException e -> "permission denied for " + e.getFile();
      case FileAlreadyExistsException e -> e.getFile() + " already exists";
      case NotDirectoryException e -> e.getFile() + " is not a directory";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }
}
