package dev.provision.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void secrets_of_the_same_text_are_equal_and_show_nothing() {
    Secret secret = Secret.of("s3cret");

    assertThat(secret).isEqualTo(Secret.of("s3cret")).hasSameHashCodeAs(Secret.of("s3cret"));
    assertThat(secret).isNotEqualTo(Secret.of("other"));
    assertThat(secret.reveal()).isEqualTo("s3cret");
    assertThat(secret.toString()).doesNotContain("s3cret");
  }

  @Test
  void a_fetched_secret_is_fetched_when_it_is_revealed_and_then_kept() {
    AtomicInteger fetched = new AtomicInteger();
    Secret secret = Secret.of(() -> "s" + fetched.incrementAndGet());

    assertThat(secret).hasToString("******").isEqualTo(secret).isNotEqualTo(Secret.of("s1"));
    assertThat(secret.hashCode()).isEqualTo(secret.hashCode());
    assertThat(secret.isKnown()).isFalse();
    assertThat(fetched).hasValue(0);
    assertThat(secret.reveal()).isEqualTo("s1");
    assertThat(secret.isKnown()).isTrue();
    assertThat(secret.reveal()).isEqualTo("s1");
  }

  @Test
  void a_fetch_that_fails_is_tried_again_the_next_time() {
    AtomicInteger tries = new AtomicInteger();
    Secret secret =
        Secret.of(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("locked");
              }
              return "s";
            });

    assertThatThrownBy(secret::reveal).hasMessage("locked");
    assertThat(secret.reveal()).isEqualTo("s");
  }
}
