package dev.provision.library.plan;

import dev.provision.domain.plan.SourceFiles;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import java.io.IOException;
import java.util.List;

/// Secret files that a saved plan names, and that are read on this machine.
///
/// @param secrets knows where paths lead
record SavedSources(SecretSource secrets, FileSources files) implements SourceFiles {
  @Override
  public Source find(String path) throws IOException {
    return files.find(FileSources.isBuiltIn(path) ? path : secrets.path(path));
  }

  @Override
  public List<DirectoryEntry> tree(String path, List<PathPattern> exclude, boolean links)
      throws IOException {
    return files.tree(secrets.path(path), exclude, links);
  }
}
