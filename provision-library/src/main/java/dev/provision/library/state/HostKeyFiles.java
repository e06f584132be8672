package dev.provision.library.state;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.library.configuration.machine.TrustedPath;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.cloud.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// The ledger in a directory of its own, a file a node. Its name says whose it is: `creation-TOKEN`
/// before the node has an id, `node-ID` from then on, so that a change of name is all that ties the
/// one to the other.
///
/// @param directory created when first needed
/// @param variables the environment, which says on whose behalf root works
record HostKeyFiles(Path directory, Map<String, String> variables) implements HostKeyLedger {
  private static final String CREATION = "creation-";

  @Override
  public void open(HostKeyRecord record) {
    write(file(record.token()), record);
  }

  @Override
  public void bind(String token, NodeId id) {
    Path from = file(token);
    act(from, files -> files.rename(from, file(id)));
  }

  @Override
  public void withdraw(String token) {
    act(file(token), files -> files.remove(file(token)));
  }

  @Override
  public Optional<HostKeyRecord> of(NodeId id) {
    return read(file(id));
  }

  @Override
  public List<HostKeyRecord> unanswered(String name) {
    List<HostKeyRecord> found = new ArrayList<>();
    for (Path file : creations()) {
      try {
        read(file).filter(record -> record.name().equals(name)).ifPresent(found::add);
      } catch (ProblemsException _) {
        // It is one of the unreadable ones, and may be anybody's.
      }
    }
    return found;
  }

  @Override
  public List<String> unreadable() {
    List<String> found = new ArrayList<>();
    for (Path file : creations()) {
      try {
        Optional<HostKeyRecord> _ = read(file);
      } catch (ProblemsException _) {
        found.add(file.toString());
      }
    }
    return found;
  }

  private List<Path> creations() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, CREATION + "*")) {
      files.forEach(found::add);
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw unreadable(directory, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    return found;
  }

  @Override
  public HostKeyRecord update(NodeId id, Function<Optional<HostKeyRecord>, HostKeyRecord> change) {
    Path file = file(id);
    try (DurableFiles files = DurableFiles.locked(directory)) {
      HostKeyRecord now = change.apply(read(file));
      files.write(file, HostKeyText.of(now).getBytes(StandardCharsets.UTF_8));
      return now;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  @Override
  public void forget(NodeId id) {
    Path file = file(id);
    if (!Files.exists(file)) {
      return;
    }
    try (DurableFiles files = DurableFiles.locked(directory)) {
      files.remove(file);
    } catch (IOException _) {
      // It says what was true of a node that is gone. That is no reason to call its end a failure.
    }
  }

  @Override
  public String place(NodeId id) {
    return file(id).toString();
  }

  @Override
  public String place(String token) {
    return file(token).toString();
  }

  private void write(Path file, HostKeyRecord record) {
    act(file, files -> files.write(file, HostKeyText.of(record).getBytes(StandardCharsets.UTF_8)));
  }

  private interface Act {
    void on(DurableFiles files) throws IOException;
  }

  private void act(Path file, Act act) {
    try (DurableFiles files = DurableFiles.locked(directory)) {
      act.on(files);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private Optional<HostKeyRecord> read(Path file) {
    try (InputStream in = OrdinaryFiles.open(file)) {
      requireOwn(file);
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return Optional.of(HostKeyText.parse(text));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (CharacterCodingException _) {
      throw damaged(file, "it is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()));
    }
  }

  /// Whoever could write it could have a node of theirs taken for ours.
  private void requireOwn(Path file) {
    Optional<TrustedPath.Flaw> flaw = TrustedPath.of(file, variables).ownFlaw();
    if (flaw.isPresent()) {
      throw new ProblemsException(
          Problem.at(
                  file.toString(),
                  "ignoring this record of a node's host keys, because it " + flaw.get().why())
              .next(
                  "compare it with the keys on the node's console, then run: "
                      + flaw.get().cure()));
    }
  }

  private static ProblemsException damaged(Path file, String what) {
    return new ProblemsException(
        Problem.at(file.toString(), "this record of a node's host keys is damaged: " + what)
            .next(
                "restore it from a backup; or compare the keys on the node's console (see the"
                    + " cloud's web interface) and write the node's key to the record, as described"
                    + " in docs/host-identity.md; or destroy the node"));
  }

  private Path file(String token) {
    return directory.resolve(CREATION + token);
  }

  private Path file(NodeId id) {
    return directory.resolve(NodeFile.name(id));
  }

  private static ProblemsException unreadable(Path file, IOException cause) {
    return problem(
        Problem.at(file.toString(), "cannot be read: " + IoMessages.of(cause))
            .next("it records the host keys of nodes: make it readable"),
        cause);
  }

  private static ProblemsException unwritable(Path file, IOException cause) {
    return problem(
        Problem.at(file.toString(), "cannot record the host key of a node: " + IoMessages.of(cause))
            .next(
                "free space there and make it writable, or set PROVISION_HOME to another"
                    + " directory"),
        cause);
  }

  private static ProblemsException problem(Problem what, IOException cause) {
    ProblemsException problem = new ProblemsException(what);
    problem.initCause(cause);
    return problem;
  }
}
