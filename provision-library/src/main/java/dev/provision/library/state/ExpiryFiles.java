package dev.provision.library.state;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.lifetime.Expiry;
import dev.provision.domain.lifetime.ExpiryRecords;
import dev.provision.library.text.IoMessages;
import dev.provision.ports.cloud.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Expiries in a directory of their own, a file a node; its text is the value of the label that the
/// cloud could not keep.
///
/// @param directory created when first needed
record ExpiryFiles(Path directory) implements ExpiryRecords {
  private static final int LONGEST = 100;

  @Override
  public Optional<Expiry> of(NodeId id) {
    Path file = file(id);
    try (InputStream in = OrdinaryFiles.open(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      return Optional.of(Expiry.parse(text.strip()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(file, "cannot be read", e);
    }
  }

  @Override
  public void put(NodeId id, Expiry expiry) {
    Path file = file(id);
    try (DurableFiles files = DurableFiles.locked(directory)) {
      files.write(file, (expiry.value() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(file, "cannot record when a node expires", e);
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

  private Path file(NodeId id) {
    return directory.resolve(NodeFile.name(id));
  }

  private static ProblemsException failed(Path file, String what, IOException cause) {
    ProblemsException problem =
        new ProblemsException(
            Problem.at(file.toString(), what + ": " + IoMessages.of(cause))
                .next("make it yours and writable, or set PROVISION_HOME to another directory"));
    problem.initCause(cause);
    return problem;
  }
}
