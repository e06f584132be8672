package dev.provision.adapter.local.hosts;

import dev.provision.adapter.local.machine.PrivateFiles;
import dev.provision.adapter.local.machine.RecordFile;
import dev.provision.adapter.local.machine.RecordText;
import dev.provision.adapter.local.machine.StateLock;
import dev.provision.ports.cloud.NodeRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Which node has which host, kept on disk: one small file a node, whole at every moment.
///
/// Its name says what must never be lost, the node and its host, should its text be.
final class HostStore {
  private static final String SUFFIX = ".properties";
  private static final char SEPARATOR = '~';

  private final Path directory;
  private final RandomGenerator random;
  private final StateLock lock;

  /// What has been read, by the file's name and version: a record's labels can change.
  private final Map<String, Entry> known = new ConcurrentHashMap<>();

  HostStore(Path directory, RandomGenerator random) {
    this.directory = directory;
    this.random = random;
    this.lock = new StateLock(directory);
  }

  /// A host that is taken.
  ///
  /// @param id the node's id
  /// @param name the node's name
  /// @param token the request it was taken for
  /// @param host the host, as the inventory had it then
  /// @param takenAt when
  /// @param labels see [NodeRequest#labels()]
  record Entry(
      String id,
      String name,
      String token,
      InventoryHost host,
      Instant takenAt,
      Map<String, String> labels) {}

  /// Chooses a host.
  @FunctionalInterface
  interface Choice {
    /// The host to take, given the nodes there are.
    InventoryHost of(List<Entry> taken);
  }

  /// The nodes, the oldest first.
  List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        read(file).ifPresent(entries::add);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::takenAt).thenComparing(Entry::id));
    return entries;
  }

  /// The node of that id.
  Optional<Entry> find(String id) throws IOException {
    return entries().stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /// Takes a host for a node; gives the same one again for a token that it was given before.
  Entry take(NodeRequest request, Instant now, Choice choice)
      throws IOException, InterruptedException {
    return lock.hold(
        () -> {
          List<Entry> taken = entries();
          for (Entry entry : taken) {
            if (entry.token().equals(request.token())) {
              return entry;
            }
          }
          String id = request.name() + "-" + HexFormat.of().toHexDigits(random.nextInt());
          Entry entry =
              new Entry(
                  id, request.name(), request.token(), choice.of(taken), now, request.labels());
          write(entry);
          return entry;
        });
  }

  /// Gives the node's host back; there may be no such node.
  void release(String id) throws IOException, InterruptedException {
    lock.hold(
        () -> {
          Optional<Entry> entry = find(id);
          if (entry.isPresent()) {
            Files.deleteIfExists(file(entry.get()));
          }
          return entry;
        });
  }

  /// Sets labels of a node.
  ///
  /// @return false if there is no such node
  boolean label(String id, Map<String, String> labels) throws IOException, InterruptedException {
    return lock.hold(
        () -> {
          Optional<Entry> entry = find(id);
          if (entry.isPresent()) {
            Entry old = entry.get();
            Map<String, String> all = new HashMap<>(old.labels());
            all.putAll(labels);
            Entry changed =
                new Entry(old.id(), old.name(), old.token(), old.host(), old.takenAt(), all);
            PrivateFiles.writeRecord(file(changed), text(changed));
          }
          return entry.isPresent();
        });
  }

  private void write(Entry entry) throws IOException {
    PrivateFiles.writeRecord(file(entry), text(entry));
  }

  private static String text(Entry entry) {
    Map<String, String> fields = new HashMap<>(entry.labels());
    fields.put("name", entry.name());
    fields.put("token", entry.token());
    fields.put("host", entry.host().format());
    fields.put("taken-at", entry.takenAt().toString());
    return RecordText.of(fields);
  }

  private Optional<Entry> read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Optional<String> version = version(file, name);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Entry read = known.get(version.get());
    if (read != null) {
      return Optional.of(read);
    }
    Optional<Entry> entry = parse(file, name);
    entry.ifPresent(found -> known.put(version.get(), found));
    return entry;
  }

  /// A record that is replaced is another file.
  private static Optional<String> version(Path file, String name) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(
          name + " " + attributes.fileKey() + " " + attributes.lastModifiedTime().toInstant());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Optional<Entry> parse(Path file, String name) throws IOException {
    String[] parts =
        name.substring(0, name.length() - SUFFIX.length()).split(String.valueOf(SEPARATOR), 2);
    try {
      RecordText fields = RecordText.parse(RecordFile.read(file));
      Entry entry =
          new Entry(
              parts[0],
              fields.field("name"),
              fields.field("token"),
              InventoryHost.parse(fields.field("host")),
              Instant.parse(fields.field("taken-at")),
              fields.fields(NodeRequest.LABEL_PREFIX));
      if (!isOf(entry, name)) {
        throw new IOException("it belongs to another node, " + entry.name());
      }
      return Optional.of(entry);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.of(fromName(file, parts, e));
    }
  }

  /// What the file's name says, since its text is damaged.
  private static Entry fromName(Path file, String[] parts, Exception damage) throws IOException {
    try {
      return new Entry(
          parts[0],
          nameOf(parts[0]),
          "",
          InventoryHost.parse(URLDecoder.decode(parts[1], StandardCharsets.UTF_8)),
          Files.getLastModifiedTime(file).toInstant(),
          Map.of());
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IOException(
          file + " is damaged (" + damage.getMessage() + "); delete it to free its host", e);
    }
  }

  /// Whether the file of that name is the entry's: a copy of another one would give two nodes one
  /// host.
  private static boolean isOf(Entry entry, String name) {
    return fileName(entry).equals(name) && nameOf(entry.id()).equals(entry.name());
  }

  private static String nameOf(String id) {
    return id.replaceFirst("-[0-9a-f]{8}$", "");
  }

  private static String fileName(Entry entry) {
    String host = URLEncoder.encode(entry.host().format(), StandardCharsets.UTF_8);
    return entry.id() + SEPARATOR + host + SUFFIX;
  }

  private Path file(Entry entry) {
    return directory.resolve(fileName(entry));
  }
}
