package dev.provision.ports.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SshEndpointTest {
  private static final Login FIRST = new Login.Agent(Path.of("/run/agent"));
  private static final Login SECOND = new Login.Password(Secret.of("secret"));
  private static final HostTrust TRUST = new HostTrust.KnownHosts(List.of(Path.of("/known_hosts")));
  private static final SshEndpoint JUMP = new SshEndpoint("jump", 22, "j", List.of(), TRUST);
  private static final HostTrust OTHER_TRUST = new HostTrust.KnownHosts(List.of());
  private static final Privilege SUDO = new Privilege.Sudo(Optional.empty());

  private static SshEndpoint endpoint() {
    return new SshEndpoint(
        "host",
        OptionalInt.of(2222),
        Optional.of("user"),
        List.of(FIRST),
        TRUST,
        "name",
        new Privilege.Su(Optional.empty()),
        List.of(JUMP));
  }

  private static Arguments change(
      String component, UnaryOperator<SshEndpoint> change, Object expected) {
    return Arguments.of(component, change, expected);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change("port", one -> one.withPort(22), OptionalInt.of(22)),
        change("user", one -> one.withUser("other"), Optional.of("other")),
        change("logins", one -> one.withLogins(List.of(SECOND)), List.of(SECOND)),
        change("logins", one -> one.withMoreLogins(List.of(SECOND)), List.of(FIRST, SECOND)),
        change("trust", one -> one.withTrust(OTHER_TRUST), OTHER_TRUST),
        change("hostName", one -> one.withHostName("other"), "other"),
        change("privilege", one -> one.withPrivilege(SUDO), SUDO),
        change("via", one -> one.withVia(List.of()), List.of()));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_change_changes_one_component(
      String component, UnaryOperator<SshEndpoint> change, Object expected) {
    SshEndpoint changed = change.apply(endpoint());

    assertThat(changed).extracting(component).isEqualTo(expected);
    assertThat(changed).usingRecursiveComparison().ignoringFields(component).isEqualTo(endpoint());
  }

  @ParameterizedTest
  @CsvSource({
    "node.example, 22, root, root@node.example",
    "node.example, 2222, root, root@node.example:2222",
    "192.0.2.1, , root, root@192.0.2.1",
    "2001:db8::1, 22, root, root@[2001:db8::1]",
    "2001:db8::1, 2222, , [2001:db8::1]:2222",
    "node.example, , , node.example",
  })
  void it_is_shown_without_what_is_not_set(
      String host, @Nullable Integer port, @Nullable String user, String expected) {
    SshEndpoint endpoint =
        new SshEndpoint(
            host,
            port == null ? OptionalInt.empty() : OptionalInt.of(port),
            Optional.ofNullable(user),
            List.of(SECOND),
            TRUST,
            "name",
            new Privilege.None(),
            List.of(JUMP));

    assertThat(endpoint).hasToString(expected);
  }

  @Test
  void the_usual_one_is_reached_directly_under_its_own_name_without_privileges() {
    assertThat(new SshEndpoint("host", 22, "user", List.of(FIRST), TRUST))
        .isEqualTo(
            new SshEndpoint(
                "host",
                OptionalInt.of(22),
                Optional.of("user"),
                List.of(FIRST),
                TRUST,
                "host",
                new Privilege.None(),
                List.of()));
  }
}
