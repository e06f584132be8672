package dev.provision.domain.plan;

import dev.provision.ports.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Scripts and files that exist only in a test.
final class SourcesInMemory implements SourceFiles {
  private final Map<String, Source> sources = new HashMap<>();

  SourcesInMemory with(String path, String text) {
    return with(path, text, 0644);
  }

  SourcesInMemory with(String path, String text, int mode) {
    sources.put(path, new Source(Content.of(text.getBytes(StandardCharsets.UTF_8)), mode));
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
