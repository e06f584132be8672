package dev.provision.domain.plan;

import dev.provision.domain.bundle.MergedBundles;
import dev.provision.domain.bundle.MergedBundles.Part;
import dev.provision.domain.bundle.TreeEntry;
import dev.provision.domain.plan.PlannedEntry.PlannedDirectory;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Plans directories of bundles.
///
/// @param sources where they are
/// @param warnings where warnings go
record TreePlanner(SourceFiles sources, List<String> warnings) {
  /// The directory of an entry.
  ///
  /// @param parts all that is planned: what others put into the directory is not deleted
  /// @throws IOException if it cannot be sent
  PlannedDirectory directory(TreeEntry entry, List<Part> parts) throws IOException {
    List<DirectoryEntry> contents = sources.tree(entry.source(), entry.exclude(), entry.links());
    int files = 0;
    long size = 0;
    for (DirectoryEntry one : contents) {
      switch (one) {
        case DirectoryEntry.File file -> {
          files++;
          size += file.content().size();
        }
        case DirectoryEntry.Link link -> warnOfOutside(entry, link);
        case DirectoryEntry.Directory _ -> {}
      }
    }
    List<PathPattern> keep = new ArrayList<>(entry.exclude());
    String below = MergedBundles.place(entry.target()) + "/";
    for (Part part : parts) {
      String target = MergedBundles.place(part.entry().target());
      if (target.startsWith(below)) {
        String path = target.substring(below.length());
        keep.add(PathPattern.of(path));
        if (contents.stream().anyMatch(one -> one.path().equals(path))
            && !(part.entry() instanceof TreeEntry)
            && part.entry().only().equals(entry.only())) {
          warnings.add(
              "%s is put twice, from %s and from %s: each run changes it; exclude it from the directory"
                  .formatted(
                      part.entry().target(), entry.source() + "/" + path, part.entry().source()));
        }
      }
    }
    return new PlannedDirectory(
        entry.target(),
        entry.source(),
        contents,
        entry.delete(),
        keep,
        entry.owner(),
        files,
        size,
        entry.only());
  }

  /// A link that leads out of the directory leads elsewhere on the node than here.
  private void warnOfOutside(TreeEntry entry, DirectoryEntry.Link link) {
    Deque<String> way = new ArrayDeque<>();
    boolean outside = link.target().startsWith("/");
    String parent = link.path().substring(0, Math.max(0, link.path().lastIndexOf('/')));
    for (String name : (parent + "/" + link.target()).split("/", -1)) {
      switch (name) {
        case "", "." -> {}
        case ".." -> outside |= way.pollLast() == null;
        default -> way.addLast(name);
      }
    }
    if (outside) {
      warnings.add(
          "%s/%s: this link leads out of the directory, to %s, and will on the node, too"
              .formatted(entry.source(), link.path(), link.target()));
    }
  }
}
