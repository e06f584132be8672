package dev.provision.library.configuration.yaml;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Composes a document whose merges (`<<`) end. The parser merges while it reads, so this must be
/// prevented before [YamlExpansion] sees the document: it would merge a mapping with itself
/// forever, and copy keys that are no text as often as they are merged.
final class YamlComposer extends Composer {
  private Optional<YamlExpansion.Fault> fault = Optional.empty();
  private long merged;

  YamlComposer(LoadSettings settings, String text) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, new StringReader(text))));
  }

  /// The first merge that was not done, and why.
  Optional<YamlExpansion.Fault> fault() {
    return fault;
  }

  /// The mapping that is merged into another one; an empty one if that would not end.
  @Override
  protected MappingNode asMappingNode(Node node) {
    MappingNode mapping = super.asMappingNode(node);
    merged += mapping.getValue().size();
    if (isOpen(mapping)) {
      return instead(YamlExpansion.cycle(mapping));
    }
    return merged > YamlExpansion.MOST
        ? instead(YamlExpansion.tooMuch(mapping, YamlExpansion.MOST))
        : mapping;
  }

  /// Whether this mapping is still being read: it is the one that another is merged into, or is
  /// around that.
  private static boolean isOpen(MappingNode mapping) {
    return mapping.hasMergeTag() || mapping.getEndMark().isEmpty();
  }

  private MappingNode instead(YamlExpansion.Fault found) {
    fault = fault.or(() -> Optional.of(found));
    return new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
  }
}
