package dev.provision.adapter.jclouds.call;

import dev.provision.adapter.jclouds.answer.OddFields;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.Size;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The entries of a list of a cloud's, each read by itself: one that cannot be read does not hide
/// the others, and is not left out either, so that nobody takes the list for all there is, or
/// counts wrong in it. It is shown with an id of ours and the reason in the place of its name. What
/// is odd about an entry is remarked, too, so that the user is warned.
///
/// Tested by `OddListsTest` and `OddAnswersTest`.
public final class ListEntries {
  /// What can be a part of an address as it is.
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}._~:/@!$&'()*+,;=-]+");

  private static final String UNREADABLE = "unreadable-entry-";

  private ListEntries() {}

  public static <E> List<Node> nodes(List<E> entries, Function<E, Node> mapping) {
    return read(
        entries,
        mapping.andThen(ListEntries::withPlainId),
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
                Optional.empty()),
        Node::remarked);
  }

  /// Requests are made of an id: one that fits into no address would fail there, and say less.
  public static Node withPlainId(Node node) {
    if (!PLAIN.matcher(node.id().value()).matches()) {
      throw new IllegalArgumentException("its ID contains an invalid character");
    }
    return node;
  }

  public static <E> List<Location> locations(List<E> entries, Function<E, Location> mapping) {
    return read(entries, mapping, Location::new, Location::remarked);
  }

  public static <E> List<Image> images(List<E> entries, Function<E, Image> mapping) {
    return read(entries, mapping, Image::new, Image::remarked);
  }

  public static <E> List<Size> sizes(List<E> entries, Function<E, Size> mapping) {
    return read(
        entries,
        mapping,
        (id, reason) ->
            new Size(
                id, reason, OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
        Size::remarked);
  }

  /// Whether an id is ours, so that no request may be made of it.
  public static boolean isUnreadable(NodeId id) {
    return id.value().startsWith(UNREADABLE);
  }

  private static <E, T> List<T> read(
      List<E> entries,
      Function<E, T> mapping,
      BiFunction<String, String, T> stand,
      BiFunction<T, String, T> remarked) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      E entry = entries.get(i);
      OddFields odd = new OddFields();
      try {
        T read = odd.in(() -> mapping.apply(entry));
        all.add(
            odd.noted().isEmpty()
                ? read
                : remarked.apply(read, "cannot be read: " + String.join(", ", odd.noted())));
      } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
        String reason =
            "cannot be read: " + CallContext.current().masked(String.valueOf(e.getMessage()));
        T read = stand.apply(UNREADABLE + (i + 1), "(" + reason + ")");
        all.add(remarked.apply(read, reason));
      }
    }
    return List.copyOf(all);
  }
}
