package dev.provision.adapter.local.machine;

import dev.provision.adapter.local.machine.FailureTranslation.Work;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;

/// Lets one at a time change a state directory, among all threads and all programs.
///
/// The kernel gives a dead program's lock back.
///
/// @param directory the state directory; made when first needed
public record StateLock(Path directory) {
  /// Waits for its turn, then does the work.
  public <T> T hold(Work<T> work) throws IOException, InterruptedException {
    PrivateFiles.makeDirectory(directory);
    Path file = directory.toRealPath().resolve("lock");
    // A file lock belongs to the whole program, and is lost when any of its channels to the file is
    // closed: so the
    // threads must take turns first, those of all ports of this directory. The interned name is one
    // object for them all.
    synchronized (("dev.provision.lock " + file).intern()) {
      try (FileChannel channel = PrivateFiles.open(file);
          FileLock held = channel.lock()) {
        assert held.isValid();
        return work.run();
      }
    }
  }
}
