package dev.provision.adapter.jclouds.node;

import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.ports.cloud.NodeRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The labels of [dev.provision.ports.cloud.Node#labels()] among all that a cloud shows of a node,
/// be they called labels, tags or metadata there.
public final class OwnLabels {
  /// What adapters themselves write beside the request's labels.
  private static final Set<String> OTHERS = Set.of(CloudApi.IMAGE_LABEL, CloudApi.SIZE_LABEL);

  private final Map<String, String> labels = new LinkedHashMap<>();

  /// The labels in an object of texts.
  public static Map<String, String> of(JsonValue node, String path) {
    OwnLabels own = new OwnLabels();
    node.at(path)
        .filter(JsonValue::isObject)
        .ifPresent(
            all ->
                all.keys()
                    .forEach(key -> all.textIfAny(key).ifPresent(value -> own.add(key, value))));
    return own.labels();
  }

  /// Adds it if it is one.
  public void add(String key, String value) {
    if (key.startsWith(NodeRequest.LABEL_PREFIX) && !OTHERS.contains(key)) {
      labels.put(key, value);
    }
  }

  public Map<String, String> labels() {
    return labels;
  }
}
