package dev.provision.adapter.sshd.key;

import dev.provision.ports.shell.Login;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Private keys that have been read: once for all hosts, so that nobody is asked twice for a
/// passphrase that was right.
public final class LoadedKeys {
  private final Map<Path, Identity> identities = new ConcurrentHashMap<>();

  /// One reader at a time: two might both ask.
  private final ReentrantLock reading = new ReentrantLock();

  /// The key in a file.
  public Identity of(Path file, Login.Passphrase passphrase) throws PrivateKeyFile.Unusable {
    Identity known = identities.get(file);
    if (known != null) {
      return known;
    }
    reading.lock();
    try {
      Identity meanwhile = identities.get(file);
      if (meanwhile != null) {
        return meanwhile;
      }
      Identity read = new PrivateKeyFile(file, passphrase).load();
      identities.put(file, read);
      return read;
    } finally {
      reading.unlock();
    }
  }
}
