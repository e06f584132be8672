package dev.provision.domain.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.Problem;
import dev.provision.domain.destroy.DestroyPolicy;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.memory.CloudFault;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReaperTest {
  private static final Instant START = Instant.parse("2026-11-30T21:00:00Z");
  private static final TimeToLive HOUR = new TimeToLive(Optional.of(Duration.ofHours(1)));

  private final InMemoryCloud cloud = new InMemoryCloud("image");
  private final Expiries expiries = new Expiries(cloud, ExpiryRecords.inMemory());
  private final Set<String> busy = new HashSet<>();
  private Instant now = START;

  private Reaper reaper() {
    return new Reaper(
        cloud, expiries, new DestroyPolicy(List.of("t-")), () -> Set.copyOf(busy), () -> now);
  }

  private Node create(String name, Map<String, String> labels) {
    return cloud.create(
        new NodeRequest(
                name,
                "token-of-" + name,
                cloud.catalog().images().getFirst(),
                cloud.catalog().sizes().getFirst(),
                cloud.catalog().locations().getFirst(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of())
            .labelled(labels));
  }

  private Node create(String name, TimeToLive ttl) {
    return create(name, ttl.from(now).labels());
  }

  private List<String> names() {
    return cloud.nodes().stream()
        .filter(node -> node.state() != Node.State.TERMINATED)
        .map(Node::name)
        .sorted()
        .toList();
  }

  private List<String> due() {
    return reaper().find().expired().stream().map(Node::name).toList();
  }

  @Test
  void a_node_is_due_from_its_expiry_on_and_others_stay() {
    create("t-hour", HOUR);
    create("t-none", Map.of());
    create("t-never", new Expiry.Never().labels());

    now = START.plus(Duration.ofHours(1)).minusSeconds(1);
    assertThat(due()).isEmpty();
    now = START.plus(Duration.ofHours(1));
    assertThat(due()).containsExactly("t-hour");
  }

  @Test
  void what_must_not_be_destroyed_is_named_and_stays() {
    create("prod-1", HOUR);
    now = START.plus(Duration.ofHours(2));

    Reaper.Due due = reaper().find();

    assertThat(due.expired()).isEmpty();
    assertThat(due.refused())
        .singleElement()
        .extracting(Problem::what)
        .asString()
        .contains("node 'prod-1' must not be destroyed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "2026-01-01", "0", "1970-01-01t00-00-60z"})
  void an_odd_label_is_a_note_and_never_an_expiry(String value) {
    create("t-odd", Map.of("provision-expires", value));
    now = Instant.parse("9999-01-01T00:00:00Z");

    Reaper.Due due = reaper().find();

    assertThat(due.expired()).isEmpty();
    assertThat(due.notes())
        .containsExactly(
            "node 't-odd' (ID mem-1): ignoring its label provision-expires, because '%s' is not a"
                    .formatted(value)
                + " time");
  }

  @Test
  void a_node_without_our_token_stays_whatever_its_label_says() {
    Node foreign = create("t-foreign", HOUR);
    cloud.change(foreign.id(), node -> node.labelled(HOUR.from(START).labels()));
    now = START.plus(Duration.ofHours(2));

    assertThat(reaper().find().expired()).isEmpty();
    assertThat(reaper().find().notes()).singleElement().asString().contains("carries no token");
  }

  @Test
  void a_node_that_a_run_is_working_on_stays_until_then() {
    create("t-busy", HOUR);
    busy.add("t-busy");
    now = START.plus(Duration.ofHours(2));

    assertThat(due()).isEmpty();
    busy.clear();
    assertThat(due()).containsExactly("t-busy");
  }

  @Test
  void a_node_that_was_renewed_since_it_was_found_stays() {
    Node node = create("t-a", HOUR);
    now = START.plus(Duration.ofHours(2));
    Node found = reaper().find().expired().getFirst();
    boolean onlyHere = expiries.change(node, HOUR.from(now));

    boolean gone = reaper().reap(found, () -> {});

    assertThat(onlyHere).isFalse();
    assertThat(gone).isFalse();
    assertThat(names()).containsExactly("t-a");
  }

  @Test
  void two_reapers_destroy_each_node_once_and_both_succeed() {
    create("t-a", HOUR);
    now = START.plus(Duration.ofHours(2));
    Node found = reaper().find().expired().getFirst();
    List<String> destroyed = new ArrayList<>();

    assertThat(reaper().reap(found, () -> destroyed.add("first"))).isTrue();
    assertThat(reaper().reap(found, () -> destroyed.add("second"))).isTrue();

    assertThat(destroyed).containsExactly("first");
    assertThat(names()).isEmpty();
  }

  @Test
  void what_the_cloud_cannot_change_is_on_record_and_the_record_counts() {
    Node node = create("t-a", HOUR);
    cloud.inject(
        CloudFault.of(CloudOperation.LABEL, new CloudFailure.Unsupported("labelling", "never")));

    assertThat(expiries.change(node, HOUR.from(START.plus(Duration.ofHours(9))))).isTrue();
    now = START.plus(Duration.ofHours(2));
    assertThat(due()).isEmpty();
    now = START.plus(Duration.ofHours(10));
    assertThat(due()).containsExactly("t-a");
    assertThat(reaper().reap(node, () -> {})).isTrue();
    assertThat(expiries.records().of(node.id())).isEmpty();
  }

  @Test
  void what_a_cloud_forgets_is_kept_here_from_the_creation_on() {
    Node bare = create("t-a", Map.of()).labelled(Map.of());
    Node labelled = create("t-b", HOUR);

    assertThat(expiries.keep(bare, HOUR.from(now))).isTrue();
    assertThat(expiries.keep(labelled, HOUR.from(now))).isFalse();
    assertThat(expiries.of(bare)).contains(HOUR.from(now));
    assertThat(expiries.records().of(labelled.id())).isEmpty();
  }

  /// Creations, renewals, jumps of the clock and reaping, in any order.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void no_node_is_reaped_before_its_time_and_none_is_left_after_it(int seed) {
    RandomGenerator random = new java.util.Random(seed);
    Map<String, Instant> model = new HashMap<>();
    for (int step = 0; step < 200; step++) {
      String name = "t-" + random.nextInt(10);
      TimeToLive ttl = new TimeToLive(Optional.of(Duration.ofSeconds(1 + random.nextInt(10_000))));
      Optional<Node> existing =
          cloud.nodes().stream()
              .filter(node -> node.state() != Node.State.TERMINATED)
              .filter(node -> node.name().equals(name))
              .findFirst();
      switch (random.nextInt(3)) {
        case 0 -> {
          if (existing.isEmpty()) {
            create(name + "", ttlOf(step, ttl));
            model.put(name, ttl.from(now).moment().orElseThrow());
          } else {
            boolean _ = expiries.change(existing.get(), ttl.from(now));
            model.put(name, ttl.from(now).moment().orElseThrow());
          }
        }
        case 1 -> now = now.plusSeconds(random.nextInt(5_000));
        default -> {
          reaper().find().expired().forEach(node -> reaper().reap(node, () -> {}));
          model.values().removeIf(end -> !end.isAfter(now));
        }
      }
      assertThat(names()).containsExactlyInAnyOrderElementsOf(model.keySet());
    }
  }

  /// A token of its own for each creation.
  private Map<String, String> ttlOf(int step, TimeToLive ttl) {
    Map<String, String> labels = new HashMap<>(ttl.from(now).labels());
    labels.put("provision-step", String.valueOf(step));
    return labels;
  }
}
