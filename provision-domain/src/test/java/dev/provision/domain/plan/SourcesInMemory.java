package dev.provision.domain.plan;

import dev.provision.ports.Content;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Scripts and files that exist only in a test.
final class SourcesInMemory implements SourceFiles {
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, List<DirectoryEntry>> trees = new HashMap<>();

  SourcesInMemory with(String path, String text) {
    return with(path, text, 0644);
  }

  SourcesInMemory with(String path, String text, int mode) {
    sources.put(path, new Source(Content.of(text.getBytes(StandardCharsets.UTF_8)), mode));
    return this;
  }

  @Override
  public List<DirectoryEntry> tree(String path, List<PathPattern> exclude, boolean links) {
    return trees.getOrDefault(path, List.of());
  }

  SourcesInMemory with(String path, List<DirectoryEntry> tree) {
    trees.put(path, tree);
    return this;
  }

  @Override
  public Source find(String path) throws IOException {
    Source source = sources.get(path);
    if (source == null) {
      throw new IOException("no such file");
    }
    return source;
  }
}
