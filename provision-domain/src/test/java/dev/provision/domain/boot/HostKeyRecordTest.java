package dev.provision.domain.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.ports.shell.HostKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is known of a node's keys when two programs learn of them at the same time.
final class HostKeyRecordTest {
  private static final HostKey GIVEN = key();
  private static final HostKey OWN = key();
  private static final HostKey OTHER = key();

  private final HostKeyRecord created = new HostKeyRecord("t", "web1", Instant.EPOCH, GIVEN);

  private static HostKey key() {
    return BootKey.generate(new SecureRandom()).publicKey();
  }

  @Test
  void a_key_that_is_announced_is_added_to_what_others_have_recorded() {
    HostKeyRecord theirs = created.announced(OTHER, Optional.of(created));
    HostKeyRecord both = created.announced(OWN, Optional.of(theirs));

    assertThat(created.announced(OWN, Optional.empty()).accepted()).containsExactly(GIVEN, OWN);
    assertThat(both.accepted()).containsExactly(GIVEN, OTHER, OWN);
    assertThat(both.isOpen()).isTrue();
  }

  @Test
  void a_key_that_is_settled_is_the_only_one() {
    HostKeyRecord announced = created.announced(OWN, Optional.of(created));
    HostKeyRecord settled = announced.settled(OWN, announced);

    assertThat(settled.accepted()).containsExactly(OWN);
    assertThat(settled.isOpen()).isFalse();
    assertThat(created.settled(OWN, announced)).isEqualTo(settled);
  }

  /// The node may show in a moment what another program has heard from it.
  @Test
  void a_key_that_only_others_know_stays() {
    HostKeyRecord mine = created.announced(OWN, Optional.of(created));
    HostKeyRecord theirs = created.announced(OTHER, Optional.of(mine));

    assertThat(mine.settled(OWN, theirs)).isEqualTo(theirs);
  }

  @Test
  void an_unanswered_record_is_found_by_its_name_only() {
    HostKeyLedger ledger = HostKeyLedger.inMemory();
    ledger.open(created);

    assertThat(ledger.unanswered("web1")).isEqualTo(List.of(created));
    assertThat(ledger.unanswered("web2")).isEmpty();
  }
}
