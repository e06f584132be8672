package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.apply.StepArchive.ContentException;
import dev.provision.ports.Content;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

/// What the steps of a run send: files of the archive; and of large directories, what the node asks
/// for when their turn comes, since most of it may be there already (ADR 98). Tested by
/// `LargeDirectoryTest`.
final class StepSources {
  private static final long LARGE = 1 << 25;

  /// From here on, sums cost less than sending everything.
  private static final long WORTH_ASKING = 1 << 20;

  /// More is not kept in memory; then nothing is asked for.
  private static final long MOST_KEPT = 1 << 23;

  /// A file of the archive.
  ///
  /// @param name of the file in the archive
  record Source(int index, String name, String target, int mode, Content content, long size) {}

  private final List<Source> files = new ArrayList<>();
  private final Map<Integer, DirectorySource> asked = new LinkedHashMap<>();

  /// @param sent tells by the place of a step whether it sends anything
  StepSources(List<Step> steps, IntPredicate sent) throws ContentException {
    for (int i = 0; i < steps.size(); i++) {
      if (sent.test(i)) {
        add(i, steps.get(i));
      }
    }
    addAsked();
  }

  private void add(int index, Step step) throws ContentException {
    switch (step) {
      case AuthorizeKeys keys ->
          add(index, keys.file(), 0600, Content.of(StepScript.keyPairs(keys)));
      case PutFile file -> add(index, file.target(), file.mode(), file.content());
      case PutDirectory directory -> add(index, directory);
      case RunScript script -> add(index, script.target(), script.file().mode(), script.content());
      case Reboot _, AwaitReboot _ -> {}
      case ConditionalStep conditional -> add(index, conditional.step());
    }
  }

  private void add(int index, PutDirectory step) throws ContentException {
    try {
      DirectorySource directory = new DirectorySource(step);
      if (directory.size() < WORTH_ASKING) {
        addAll(index, directory);
      } else {
        asked.put(index, directory);
      }
    } catch (IOException e) {
      throw StepArchive.unreadable(step.target(), e);
    }
  }

  private void addAll(int index, DirectorySource directory) throws ContentException {
    add(index, directory.target(), 0600, directory.archive());
    add(index, index + ".list", directory.target(), 0600, Content.of(directory.list()));
  }

  /// Only the lists of what is asked for, if they and all others do not take too much memory.
  private void addAsked() throws ContentException {
    long lists = asked.values().stream().mapToLong(DirectorySource::listSize).sum();
    boolean fits = lists + size(files) <= MOST_KEPT;
    for (Map.Entry<Integer, DirectorySource> entry : asked.entrySet()) {
      int index = entry.getKey();
      DirectorySource directory = entry.getValue();
      if (fits) {
        add(index, index + ".list", directory.target(), 0600, directory.listWithSums());
      } else {
        addAll(index, directory);
      }
    }
    if (!fits) {
      asked.clear();
    }
  }

  private void add(int index, String target, int mode, Content content) throws ContentException {
    add(index, String.valueOf(index), target, mode, content);
  }

  private void add(int index, String name, String target, int mode, Content content)
      throws ContentException {
    try {
      files.add(new Source(index, name, target, mode, content, content.size()));
    } catch (IOException e) {
      throw StepArchive.unreadable(target, e);
    }
  }

  private static long size(List<Source> sources) {
    return sources.stream().mapToLong(Source::size).sum();
  }

  List<Source> files() {
    return Collections.unmodifiableList(files);
  }

  /// The directories whose contents the node asks for, by the places of their steps.
  Map<Integer, DirectorySource> asked() {
    return Collections.unmodifiableMap(asked);
  }

  /// How many bytes that is together, if the node asks for everything.
  long total() {
    LongStream directories = asked.values().stream().mapToLong(DirectorySource::size);
    return size(files) + directories.sum();
  }

  boolean isLarge() {
    return total() >= LARGE;
  }

  /// Where to unpack: a large content on the file system it is for, since the usual place may be
  /// small, or in memory. Small ones not there, lest scripts see a directory that is none of
  /// theirs.
  String directory() {
    List<Source> all = new ArrayList<>(files);
    asked.forEach(
        (index, directory) ->
            all.add(
                new Source(
                    index, "", directory.target(), 0, directory.archive(), directory.size())));
    return all.stream()
        .max(Comparator.comparingLong(Source::size))
        .filter(heaviest -> heaviest.size() >= LARGE)
        .map(heaviest -> StepScript.directory(heaviest.target()))
        .orElse("");
  }
}
