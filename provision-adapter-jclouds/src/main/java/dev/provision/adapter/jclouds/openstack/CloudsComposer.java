package dev.provision.adapter.jclouds.openstack;

import dev.provision.adapter.jclouds.account.GivenOptions;
import java.io.StringReader;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Composes a `clouds.yaml` whose merges (`<<`) end: the parser would merge a mapping with itself
/// forever, and copy keys that are no text as often as they are merged.
final class CloudsComposer extends Composer {
  /// More entries than any such file merges.
  private static final int MOST = 100_000;

  private final Path file;
  private final GivenOptions options;
  private int merged;

  CloudsComposer(Path file, String text, GivenOptions options) {
    this(settings(file), file, text, options);
  }

  private CloudsComposer(LoadSettings settings, Path file, String text, GivenOptions options) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, new StringReader(text))));
    this.file = file;
    this.options = options;
  }

  private static LoadSettings settings(Path file) {
    return LoadSettings.builder()
        .setLabel(file.toString())
        .setSchema(new CoreSchema())
        .setMaxAliasesForCollections(Integer.MAX_VALUE)
        .setAllowNonScalarKeys(true)
        .build();
  }

  @Override
  protected MappingNode asMappingNode(Node node) {
    MappingNode mapping = super.asMappingNode(node);
    merged += mapping.getValue().size();
    // A mapping that is still being read is the one that is merged into, or is around that.
    if (mapping.hasMergeTag() || mapping.getEndMark().isEmpty()) {
      throw options.invalid(
          place(file, mapping)
              + ": this anchor is used within itself; replace the alias with its content");
    }
    if (merged > MOST) {
      throw options.invalid(
          place(file, mapping) + ": this merges too many entries; use fewer anchors");
    }
    return mapping;
  }

  /// `FILE:LINE`, counted from 1.
  static String place(Path file, Node node) {
    return file + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
  }
}
