package dev.provision.adapter.local.node;

import dev.provision.adapter.local.machine.FailureTranslation;
import dev.provision.adapter.local.machine.LoopbackAddresses;
import dev.provision.adapter.local.machine.PrivateFiles;
import dev.provision.adapter.local.machine.ProcessIdentity;
import dev.provision.adapter.local.machine.ProcessTable;
import dev.provision.adapter.local.machine.RecordFile;
import dev.provision.adapter.local.machine.StateLock;
import dev.provision.adapter.local.sandbox.FirstProcesses;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// What is known of the nodes on this machine, kept on disk: one directory a node, with its record
/// and all its files.
///
/// Every record is whole at every moment, whoever reads it. Changes are made under the lock.
final class NodeStore {
  private static final String RECORD = "node.properties";
  private static final String INIT = "init";

  /// What the names of directories begin with whose nodes are gone; no node's name does.
  private static final String DISCARDED = ".";

  private final Path directory;
  private final ProcessTable processes;
  private final RandomGenerator random;
  private final StateLock lock;

  NodeStore(Path directory, ProcessTable processes, RandomGenerator random) {
    this.directory = directory;
    this.processes = processes;
    this.random = random;
    this.lock = new StateLock(directory);
  }

  /// A node on record.
  ///
  /// @param record what was asked for
  /// @param directory its files
  /// @param init its process 1, once it has one
  /// @param damage what is wrong with its record, of which only the name is certain then
  record Entry(
      NodeRecord record, Path directory, Optional<ProcessIdentity> init, Optional<String> damage) {}

  /// What came of a reservation.
  ///
  /// @param entry the node
  /// @param fresh whether it is new, and the caller has to make it; else it was asked for before
  ///   with the same token
  record Reservation(Entry entry, boolean fresh) {}

  /// That the name is in use.
  static final class NameInUseException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /// The nodes, the oldest first, without those whose making was broken off.
  List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : all()) {
      if (!brokenOff(entry)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /// The node of that id.
  Optional<Entry> find(String id) throws IOException {
    return entries().stream().filter(entry -> entry.record().id().equals(id)).findFirst();
  }

  /// What the node is doing.
  Node.State state(Entry entry) throws IOException {
    if (entry.damage().isPresent()) {
      return Node.State.ERROR;
    }
    if (entry.init().isEmpty()) {
      return Node.State.PENDING;
    }
    return processes.isAlive(entry.init().get()) ? Node.State.RUNNING : Node.State.STOPPED;
  }

  /// Puts a new node on record, unless there is one for this token, and gives it a directory and an
  /// address.
  Reservation reserve(NodeRequest request, Instant now)
      throws IOException, InterruptedException, NameInUseException {
    Optional<Reservation> reservation =
        lock.hold(
            () -> {
              discardBrokenOff();
              List<Entry> entries = all();
              for (Entry entry : entries) {
                if (entry.record().token().equals(request.token())) {
                  return Optional.of(new Reservation(entry, false));
                }
              }
              if (entries.stream()
                  .anyMatch(entry -> entry.record().name().equals(request.name()))) {
                return Optional.empty();
              }
              return Optional.of(new Reservation(add(request, now, entries), true));
            });
    return reservation.orElseThrow(NameInUseException::new);
  }

  /// Notes that the node runs.
  void started(Entry entry, ProcessIdentity init) throws IOException {
    PrivateFiles.writeWhole(entry.directory().resolve(INIT), init + "\n");
  }

  /// Replaces a node's record; to be called [exclusively][#exclusively].
  void replace(Entry entry, NodeRecord record) throws IOException {
    PrivateFiles.writeRecord(entry.directory().resolve(RECORD), record.format());
  }

  /// Does work while no other program or thread changes the record.
  <T> T exclusively(FailureTranslation.Work<T> work) throws IOException, InterruptedException {
    return lock.hold(work);
  }

  /// Takes the node off the record; its files are among the [#leftovers()] then.
  void discard(Entry entry) throws IOException, InterruptedException {
    lock.hold(
        () -> {
          discard(entry.directory());
          return entry;
        });
  }

  /// Directories of nodes that are no longer on record: to be deleted.
  List<Path> leftovers() throws IOException {
    return children(nodes()).stream().filter(NodeStore::isDiscarded).toList();
  }

  private Entry add(NodeRequest request, Instant now, List<Entry> entries) throws IOException {
    String name = request.name();
    String id = name + "-" + HexFormat.of().toHexDigits(random.nextInt());
    Set<String> used =
        entries.stream().map(entry -> entry.record().address()).collect(Collectors.toSet());
    String address = LoopbackAddresses.free(directory + " " + name, used);
    ProcessIdentity maker =
        processes
            .identify(ProcessHandle.current().pid())
            .orElseThrow(() -> new IOException("/proc does not show this process"));
    NodeRecord record =
        new NodeRecord(id, name, request.token(), address, now, maker, request.labels());
    // Others' programs must not reach what a node's root makes in there, such as programs with the
    // set-user-id bit.
    PrivateFiles.makeDirectory(nodes());
    Path node = PrivateFiles.makeDirectory(nodes().resolve(id));
    try {
      PrivateFiles.writeRecord(node.resolve(RECORD), record.format());
    } catch (IOException e) {
      discard(node);
      throw e;
    }
    return new Entry(record, node, Optional.empty(), Optional.empty());
  }

  private void discardBrokenOff() throws IOException {
    for (Entry entry : all()) {
      if (brokenOff(entry)) {
        discard(entry.directory());
      }
    }
    // A program that ended before it wrote the record.
    for (Path node : children(nodes())) {
      if (!isDiscarded(node) && !hasRun(node) && !Files.exists(node.resolve(RECORD))) {
        discard(node);
      }
    }
  }

  /// By its name, which takes neither space nor an inode: a full disk must not keep it.
  private static void discard(Path node) throws IOException {
    try {
      Files.move(
          node,
          node.resolveSibling(DISCARDED + node.getFileName()),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another program was faster: it is where it should be.
    }
  }

  private boolean brokenOff(Entry entry) throws IOException {
    return entry.damage().isEmpty()
        && entry.init().isEmpty()
        && !processes.isAlive(entry.record().maker());
  }

  private List<Entry> all() throws IOException {
    List<Entry> entries = new ArrayList<>();
    FirstProcesses first = new FirstProcesses(processes);
    for (Path node : children(nodes())) {
      if (!isDiscarded(node)) {
        read(node, first).ifPresent(entries::add);
      }
    }
    entries.sort(
        Comparator.comparing((Entry entry) -> entry.record().createdAt())
            .thenComparing(entry -> entry.record().id()));
    return entries;
  }

  private Optional<Entry> read(Path node, FirstProcesses first) throws IOException {
    String id = String.valueOf(node.getFileName());
    try {
      NodeRecord record = NodeRecord.parse(id, RecordFile.read(node.resolve(RECORD)));
      Optional<ProcessIdentity> init =
          !hasRun(node) && processes.isAlive(record.maker()) ? Optional.empty() : init(node, first);
      return Optional.of(new Entry(record, node, init, Optional.empty()));
    } catch (NoSuchFileException e) {
      // Just being made, or just gone; unless it has run.
      return hasRun(node)
          ? Optional.of(damaged(id, node, first, "it is missing"))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(damaged(id, node, first, FailureTranslation.reason(e)));
    }
  }

  /// A damaged record must not hide the node from who wants to destroy it, nor all others.
  private static Entry damaged(String id, Path node, FirstProcesses first, String why)
      throws IOException {
    return new Entry(
        NodeRecord.unknown(id, Files.getLastModifiedTime(node).toInstant()),
        node,
        init(node, first),
        Optional.of("the record " + node.resolve(RECORD) + " is damaged: " + why));
  }

  /// The node's process 1. A record that names none that is alive and this node's is not believed:
  /// to start the node a second time would let two sets of processes share its files.
  private static Optional<ProcessIdentity> init(Path node, FirstProcesses first) {
    Path fileSystem = node.resolve("fs");
    try {
      ProcessIdentity recorded = ProcessIdentity.parse(RecordFile.read(node.resolve(INIT)));
      if (first.isFirst(recorded, fileSystem)) {
        return Optional.of(recorded);
      }
    } catch (NoSuchFileException e) {
      return first.of(fileSystem);
    } catch (IOException | IllegalArgumentException e) {
      // Whatever it says, the kernel knows better.
    }
    return first.of(fileSystem).or(() -> Optional.of(ProcessIdentity.NONE));
  }

  /// The node's process 1, also where it is not on record.
  Optional<ProcessIdentity> firstProcess(Entry entry) {
    return entry.init().or(() -> new FirstProcesses(processes).of(entry.directory().resolve("fs")));
  }

  private static boolean hasRun(Path node) {
    return Files.exists(node.resolve(INIT));
  }

  private static boolean isDiscarded(Path node) {
    return String.valueOf(node.getFileName()).startsWith(DISCARDED);
  }

  private Path nodes() {
    return directory.resolve("nodes");
  }

  private static List<Path> children(Path parent) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(parent, Files::isDirectory)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return children;
  }
}
