package example.hetzner;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// The entries of a list, each read by itself: one that cannot be read stands in its place with an
/// id of ours and a remark, and hides no other.
final class Listings {
  private static final String UNREADABLE = "unreadable-entry-";

  private Listings() {}

  static List<Node> nodes(List<JsonNode> all) {
    return read(
        all,
        Mapping::node,
        (id, reason) ->
            new Node(
                    new NodeId(id),
                    reason,
                    Node.State.UNKNOWN,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())
                .remarked(reason));
  }

  /// One that was asked for.
  static Node node(String doing, JsonNode server) {
    try {
      return Mapping.node(server);
    } catch (IllegalArgumentException e) {
      throw new CloudException(
          new CloudFailure.Malformed(doing, "the answer cannot be used: " + e.getMessage()), e);
    }
  }

  static List<Location> locations(List<JsonNode> all) {
    return read(all, Mapping::location, (id, reason) -> new Location(id, reason).remarked(reason));
  }

  static List<Image> images(List<JsonNode> all) {
    return read(all, Mapping::image, (id, reason) -> new Image(id, reason).remarked(reason));
  }

  static List<Size> sizes(List<JsonNode> all) {
    return read(
        all,
        Mapping::size,
        (id, reason) ->
            new Size(id, reason, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty())
                .remarked(reason));
  }

  private static <T> List<T> read(
      List<JsonNode> all, Function<JsonNode, T> mapping, BiFunction<String, String, T> stand) {
    List<T> things = new ArrayList<>();
    for (int at = 0; at < all.size(); at++) {
      try {
        things.add(mapping.apply(all.get(at)));
      } catch (IllegalArgumentException e) {
        things.add(stand.apply(UNREADABLE + (at + 1), "cannot be read: " + e.getMessage()));
      }
    }
    return things;
  }

  /// Refuses an id of ours: it says nothing to the API.
  static void checkReadable(String doing, NodeId id) {
    if (id.value().startsWith(UNREADABLE)) {
      throw new CloudException(
          new CloudFailure.InvalidRequest(
              doing, "the list does not show which server this is; inspect it in the console"));
    }
  }
}
