package dev.provision.adapter.sshd.trust;

import dev.provision.adapter.sshd.route.KnownName;
import dev.provision.adapter.sshd.text.OrdinaryFile;
import dev.provision.ports.shell.HostKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What files in OpenSSH's `known_hosts` format say about one host.
///
/// Tested by `HostTrustTest` and `KnownHostsOracleTest`.
///
/// @param lines those that name the host
/// @param portless those that name the host without its port, which is not 22
public record KnownHosts(List<KnownHostsLine> lines, List<KnownHostsLine> portless) {
  private static final byte[] COMMENT = {'#'};

  /// Reads what the files say of the host; a file that does not exist says nothing.
  ///
  /// A host on another port than 22 may also stand there without its port: then its keys count as
  /// far as they fit, but do not make another key a changed one. So does OpenSSH.
  public static KnownHosts of(KnownName name, List<Path> files) throws IOException {
    List<KnownHostsLine> lines = new ArrayList<>();
    for (Path file : files) {
      lines.addAll(read(file));
    }
    return new KnownHosts(
        lines.stream().filter(line -> line.names(name.entry())).toList(),
        name.portless()
            .map(host -> lines.stream().filter(line -> line.names(host)).toList())
            .orElse(List.of()));
  }

  private static List<KnownHostsLine> read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = OrdinaryFile.read(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    }
    List<KnownHostsLine> lines = new ArrayList<>();
    int number = 0;
    // Not Files.readAllLines: one line with a stray byte must not hide the others.
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      KnownHostsLine.parse(line, file + ":" + number).ifPresent(lines::add);
    }
    return lines;
  }

  /// The line that revokes this key.
  Optional<KnownHostsLine> revoking(HostKey key) {
    return Stream.concat(lines.stream(), portless.stream())
        .filter(line -> line.marker().equals(KnownHostsLine.REVOKED) && line.key().equals(key))
        .findFirst();
  }

  /// The lines that say which keys the host has.
  List<KnownHostsLine> keys() {
    return lines.stream().filter(line -> line.marker().isEmpty()).toList();
  }

  /// The lines that say whose certificates count for the host.
  List<KnownHostsLine> authorities() {
    return Stream.concat(lines.stream(), portless.stream())
        .filter(line -> line.marker().equals(KnownHostsLine.AUTHORITY))
        .toList();
  }

  /// The line with this key.
  Optional<KnownHostsLine> with(HostKey key) {
    return Stream.concat(lines.stream(), portless.stream())
        .filter(line -> line.marker().isEmpty() && line.key().equals(key))
        .findFirst();
  }

  /// Adds the host's key to the file, unless another program has written something about the host
  /// meanwhile.
  ///
  /// @return what the file says of the host now
  static KnownHosts record(KnownName name, HostKey key, Path file) throws IOException {
    try (FileChannel channel = open(file);
        FileLock _ = lock(channel)) {
      KnownHosts known = of(name, List.of(file));
      if (!known.keys().isEmpty()) {
        return known;
      }
      append(channel, name.entry() + " " + key + "\n");
      return of(name, List.of(file));
    }
  }

  /// Makes this key the only one that the file has for the host. A line with another key becomes a
  /// comment.
  ///
  /// @throws IOException if that cannot be written, and also if another key stands in a line that
  ///   names other hosts as well; the message names the file
  static void replace(KnownName name, HostKey key, Path file) throws IOException {
    try {
      replaceLines(name, key, file);
    } catch (IOException e) {
      throw new IOException(
          "cannot record the host key in %s: %s: %s"
              .formatted(file, e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
  }

  private static void replaceLines(KnownName name, HostKey key, Path file) throws IOException {
    try (FileChannel channel = open(file);
        FileLock _ = lock(channel)) {
      byte[] bytes = OrdinaryFile.read(file);
      List<Integer> outdated = new ArrayList<>();
      boolean known = false;
      int number = 0;
      for (int start = 0, end; start < bytes.length; start = end + 1) {
        end = lineEnd(bytes, start);
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        String place = file + ":" + ++number;
        Optional<KnownHostsLine> line =
            KnownHostsLine.parse(text, place)
                .filter(one -> one.marker().isEmpty() && one.names(name.entry()));
        if (line.isPresent() && line.get().key().equals(key)) {
          known = true;
        } else if (line.isPresent()) {
          refuseShared(line.get(), name);
          outdated.add(start);
        }
      }
      // First the new one: a reader in between is to find the host known.
      if (!known) {
        append(channel, name.entry() + " " + key + "\n");
      }
      for (int start : outdated) {
        channel.write(ByteBuffer.wrap(COMMENT), start);
      }
      channel.force(true);
    }
  }

  private static int lineEnd(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private static void refuseShared(KnownHostsLine line, KnownName name) throws IOException {
    if (!line.hosts().equals(name.entry())) {
      throw new IOException(
          line.place()
              + " has another key for "
              + line.hosts()
              + ", which is also "
              + name.entry()
              + "; remove it there");
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /// In one write, so that a reader without a lock sees the whole line or nothing of it. A line
  /// that does not go in as a whole is taken back.
  private static void append(FileChannel channel, String line) throws IOException {
    long before = channel.size();
    try {
      append(channel, line, before);
    } catch (IOException e) {
      if (channel.isOpen()) {
        channel.truncate(before);
      }
      throw e;
    }
  }

  private static void append(FileChannel channel, String line, long before) throws IOException {
    long end = before;
    ByteBuffer last = ByteBuffer.allocate(1);
    boolean open = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
    ByteBuffer bytes =
        ByteBuffer.wrap(((open ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
    channel.force(true);
  }

  /// Waits for the lock, also where another thread of this program holds it, for which the JDK does
  /// not wait.
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        Thread.onSpinWait();
      }
    }
  }
}
