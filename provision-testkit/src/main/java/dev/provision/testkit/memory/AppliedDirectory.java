package dev.provision.testkit.memory;

import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepDifference.DirectoryDiffers.Paths;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A directory on the files of one host.
///
/// Tested by `InMemoryShellContractTest`.
///
/// @param step what is to be there
/// @param files the host's
/// @param user whose the files are if the step does not say so
record AppliedDirectory(PutDirectory step, NodeFiles files, String user) {
  StepResult put() {
    if (files.exists(step.target()) && !files.isDirectory(step.target())) {
      return new StepResult.Failed(step.target() + ": it is not a directory");
    }
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return new StepResult.Failed(step.target() + ": " + obstacle.get());
    }
    int removed = step.delete() ? remove(superfluous()) + remove(replaced()) : 0;
    int written = 0;
    if (!files.isDirectory(step.target())) {
      files.makeDirectory(step.target());
    }
    for (DirectoryEntry entry : step.entries()) {
      if (state(entry) != State.RIGHT) {
        write(entry);
        written++;
      }
    }
    return new StepResult.DirectoryPut(written, removed);
  }

  StepDifference difference() {
    if (files.exists(step.target()) && !files.isDirectory(step.target())) {
      return new StepDifference.Unknown("it is not a directory");
    }
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return new StepDifference.Unknown(obstacle.get());
    }
    List<String> missing = new ArrayList<>();
    List<String> different = new ArrayList<>();
    for (DirectoryEntry entry : step.entries()) {
      switch (state(entry)) {
        case MISSING -> missing.add(entry.path());
        case DIFFERENT -> different.add(entry.path());
        case RIGHT -> {}
      }
    }
    List<String> superfluous = step.delete() ? superfluous() : List.of();
    return missing.isEmpty() && different.isEmpty() && superfluous.isEmpty()
        ? new StepDifference.None()
        : new StepDifference.DirectoryDiffers(
            Paths.of(missing), Paths.of(different), Paths.of(superfluous));
  }

  private enum State {
    MISSING,
    DIFFERENT,
    RIGHT
  }

  private State state(DirectoryEntry entry) {
    String path = path(entry);
    if (!files.exists(path)) {
      return State.MISSING;
    }
    boolean right =
        switch (entry) {
          case DirectoryEntry.Directory directory ->
              files.directoryMode(path).orElse(-1) == directory.mode();
          case DirectoryEntry.File file ->
              files.file(path).map(have -> have.isLike(stored(file))).orElse(false);
          case DirectoryEntry.Link link ->
              files.link(path).map(to -> to.equals(link.target())).orElse(false);
        };
    return right ? State.RIGHT : State.DIFFERENT;
  }

  private void write(DirectoryEntry entry) {
    String path = path(entry);
    switch (entry) {
      case DirectoryEntry.Directory directory -> files.putDirectory(path, directory.mode());
      case DirectoryEntry.File file -> files.put(path, stored(file), 0755);
      case DirectoryEntry.Link link -> files.putLink(path, link.target());
    }
  }

  private StoredFile stored(DirectoryEntry.File file) {
    try (InputStream in = file.content().open()) {
      return new StoredFile(step.owner().orElse(user), file.mode(), in.readAllBytes());
    } catch (IOException e) {
      // It could be read a moment ago.
      throw new UncheckedIOException(e);
    }
  }

  private String path(DirectoryEntry entry) {
    return entry.path().equals(".") ? step.target() : step.target() + "/" + entry.path();
  }

  /// What is in the place of an entry of another kind, and not to be removed.
  private Optional<String> obstacle() {
    for (DirectoryEntry entry : step.entries()) {
      String path = path(entry);
      if (isOfAnotherKind(entry) && !step.delete()) {
        return Optional.of(
            entry.path()
                + (files.isDirectory(path) ? ": it is a directory" : ": it is a file")
                + " on the node, which is replaced only with 'delete'");
      }
      if (isOfAnotherKind(entry) && files.below(path).stream().anyMatch(this::isKept)) {
        return Optional.of(
            entry.path() + ": it is a directory on the node, in which something is kept");
      }
    }
    return Optional.empty();
  }

  private boolean isOfAnotherKind(DirectoryEntry entry) {
    String path = path(entry);
    return files.exists(path)
        && files.isDirectory(path) != entry instanceof DirectoryEntry.Directory;
  }

  private List<String> replaced() {
    return step.entries().stream().filter(this::isOfAnotherKind).map(DirectoryEntry::path).toList();
  }

  /// Not among the entries, and not kept.
  private List<String> superfluous() {
    Set<String> wanted = new HashSet<>();
    step.entries().forEach(entry -> wanted.add(path(entry)));
    List<String> all = new ArrayList<>();
    for (String path : files.below(step.target())) {
      if (!wanted.contains(path)
          && !isKept(path)
          && files.below(path).stream().noneMatch(this::isKept)) {
        all.add(path.substring(step.target().length() + 1));
      }
    }
    return Collections.unmodifiableList(all);
  }

  /// Whether it matches a pattern, or is in a directory that does.
  private boolean isKept(String path) {
    String below = path.substring(step.target().length() + 1);
    for (int end = below.length(); end > 0; end = below.lastIndexOf('/', end - 1)) {
      String part = below.substring(0, end);
      if (step.keep().stream().anyMatch(pattern -> pattern.matches(part))) {
        return true;
      }
    }
    return false;
  }

  private int remove(List<String> paths) {
    return paths.stream().mapToInt(path -> files.removeAll(step.target() + "/" + path)).sum();
  }
}
