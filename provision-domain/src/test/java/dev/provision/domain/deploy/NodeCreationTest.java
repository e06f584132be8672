package dev.provision.domain.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.boot.BootKey;
import dev.provision.domain.boot.HostKeyLedger;
import dev.provision.domain.boot.HostKeyRecord;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.testkit.memory.CloudOperation;
import dev.provision.testkit.memory.InMemoryCloud;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which records of host keys there are after a request: one of each node that may exist.
final class NodeCreationTest {
  private final InMemoryCloud cloud = new InMemoryCloud("Debian 12");
  private final HostKeyLedger ledger = HostKeyLedger.inMemory();
  private final HostKeyRecord record =
      new HostKeyRecord(
          "t", "web1", Instant.EPOCH, BootKey.generate(new SecureRandom()).publicKey());
  private final List<Node> made = new ArrayList<>();

  @BeforeEach
  void record() {
    ledger.open(record);
  }

  private void create() {
    NodeRequest request =
        new NodeRequest(
            "web1",
            "t",
            cloud.catalog().images().getFirst(),
            cloud.catalog().sizes().getFirst(),
            cloud.catalog().locations().getFirst(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of());
    new NodeCreation(cloud, ledger, Optional.of(record)).create(request, made::add);
  }

  @Test
  void the_record_of_a_node_that_was_created_is_the_one_of_its_id() {
    create();

    assertThat(made).hasSize(1);
    assertThat(cloud.nodes()).extracting(Node::id).containsExactly(made.getFirst().id());
    assertThat(ledger.of(made.getFirst().id())).contains(record);
    assertThat(ledger.unanswered("web1")).isEmpty();
  }

  static List<CloudFailure> certain() {
    return List.of(
        new CloudFailure.QuotaExceeded("creating", "no more"),
        new CloudFailure.Unreachable("creating", "nobody there"));
  }

  @ParameterizedTest
  @MethodSource("certain")
  void a_node_that_cannot_exist_leaves_no_record(CloudFailure failure) {
    cloud.fail(CloudOperation.CREATE, failure);

    assertThatThrownBy(this::create).isInstanceOf(CloudException.class);
    assertThat(ledger.unanswered("web1")).isEmpty();
    assertThat(made).isEmpty();
  }

  static List<CloudFailure> uncertain() {
    return List.of(
        new CloudFailure.TimedOut("creating", "no answer"),
        new CloudFailure.Interrupted("creating", "enough"));
  }

  /// Otherwise nobody would recognize the node, if it exists.
  @ParameterizedTest
  @MethodSource("uncertain")
  void the_record_of_a_node_that_may_exist_is_kept(CloudFailure failure) {
    cloud.fail(CloudOperation.CREATE, failure);

    assertThatThrownBy(this::create).isInstanceOf(CloudException.class);
    assertThat(ledger.unanswered("web1")).containsExactly(record);
  }
}
