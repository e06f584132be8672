package dev.provision.domain.boot;

import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.shell.HostKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What is written down of the host keys that nodes were given: each change before anybody acts on
/// it, so that a program that ends at any moment leaves no node behind that cannot be recognized.
///
/// A method that returns has written; whatever happens then, the next program finds it. One that
/// cannot write throws a [dev.provision.domain.ProblemsException] that names the file, and has
/// changed nothing. May be used from several threads and programs at once.
///
/// Tested by `HostKeyFilesTest`, `KnownNodeTest` and `FirstBootTest`.
public interface HostKeyLedger {
  /// Writes down a record whose node has no id yet: before the cloud is asked for it.
  void open(HostKeyRecord record);

  /// The node of this token has this id from now on. A record that the id had before is gone.
  void bind(String token, NodeId id);

  /// Removes the record of a node that does not exist, and never will.
  void withdraw(String token);

  /// The record of a node.
  ///
  /// @throws dev.provision.domain.ProblemsException if there is one and it is damaged
  Optional<HostKeyRecord> of(NodeId id);

  /// Records of nodes to be called so whose ids nobody has heard.
  List<HostKeyRecord> unanswered(String name);

  /// Where records stand whose nodes have no id and that are damaged, so that nobody can tell what
  /// their nodes were to be called.
  List<String> unreadable();

  /// Changes a node's record in one go.
  ///
  /// @param change makes of the record, if there is one, what it is to be
  /// @return what it is then
  HostKeyRecord update(NodeId id, Function<Optional<HostKeyRecord>, HostKeyRecord> change);

  /// Removes the record of a node that is gone. One that cannot be removed is left: no other node
  /// will have the id.
  void forget(NodeId id);

  /// Where a node's record stands, for people.
  String place(NodeId id);

  /// Where the record of a node without an id stands, for people.
  String place(String token);

  /// Writes down that the node has told a key that it will show.
  ///
  /// @param known what this program knows of it
  /// @return what is known of it now
  default HostKeyRecord announce(NodeId id, HostKeyRecord known, HostKey own) {
    return update(id, kept -> known.announced(own, kept));
  }

  /// Writes down that the node shows this key and keeps it.
  ///
  /// @param known what this program knows of it
  /// @return what is known of it now
  default HostKeyRecord settle(NodeId id, HostKeyRecord known, HostKey shown) {
    return update(id, kept -> known.settled(shown, kept.orElse(known)));
  }

  /// One that is gone with the program.
  static HostKeyLedger inMemory() {
    return new InMemory();
  }

  /// For simulations, where nothing can be lost.
  final class InMemory implements HostKeyLedger {
    private final Map<String, HostKeyRecord> unbound = new LinkedHashMap<>();
    private final Map<NodeId, HostKeyRecord> bound = new HashMap<>();

    private InMemory() {}

    @Override
    public synchronized void open(HostKeyRecord record) {
      unbound.put(record.token(), record);
    }

    @Override
    public synchronized void bind(String token, NodeId id) {
      Optional.ofNullable(unbound.remove(token)).ifPresent(record -> bound.put(id, record));
    }

    @Override
    public synchronized void withdraw(String token) {
      unbound.remove(token);
    }

    @Override
    public synchronized Optional<HostKeyRecord> of(NodeId id) {
      return Optional.ofNullable(bound.get(id));
    }

    @Override
    public synchronized List<HostKeyRecord> unanswered(String name) {
      return unbound.values().stream().filter(record -> record.name().equals(name)).toList();
    }

    @Override
    public List<String> unreadable() {
      return List.of();
    }

    @Override
    public synchronized HostKeyRecord update(
        NodeId id, Function<Optional<HostKeyRecord>, HostKeyRecord> change) {
      HostKeyRecord now = change.apply(of(id));
      bound.put(id, now);
      return now;
    }

    @Override
    public synchronized void forget(NodeId id) {
      bound.remove(id);
    }

    @Override
    public String place(NodeId id) {
      return "memory, node " + id;
    }

    @Override
    public String place(String token) {
      return "memory, token " + token;
    }
  }
}
