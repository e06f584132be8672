package dev.provision.testkit.cloud;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the contract's tests are made of: a cloud for each test, and short words.
abstract class CloudContract {
  static final Duration LIMIT = Duration.ofSeconds(60);

  private @Nullable CloudFixture fixture;

  abstract CloudFixture fixture() throws Exception;

  @BeforeEach
  final void start() throws Exception {
    fixture = fixture();
  }

  @AfterEach
  final void stop() {
    if (fixture != null) {
      fixture.close();
    }
  }

  final CloudFixture cloud() {
    return requireNonNull(fixture);
  }

  final CloudPort port() {
    return cloud().port();
  }

  final boolean lacks(CloudFixture.Missing what) {
    return cloud().missing().contains(what);
  }

  final Node create(String name) {
    return port().create(cloud().request(name, "token-of-" + name));
  }

  final NodeRequest requestWithUserData(String name, String userData) {
    NodeRequest plain = cloud().request(name, "token-of-" + name);
    return new NodeRequest(
        plain.name(),
        plain.token(),
        plain.image(),
        plain.size(),
        plain.location(),
        Optional.of(userData),
        plain.keyPair(),
        plain.authorizedKeys(),
        plain.options());
  }

  /// The account's nodes, without those that are gone.
  final List<Node> existing() {
    return port().nodes().stream().filter(node -> node.state() != Node.State.TERMINATED).toList();
  }

  static CloudFailure failureOf(ThrowingCallable call) {
    return catchThrowableOfType(CloudException.class, call).failure();
  }
}
