package dev.provision.domain.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BundleOrderTest {
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Bundle> bundles = new HashMap<>();

  private void bundle(String name, String... needs) {
    bundles.put(
        name,
        new Bundle(
            name,
            Optional.empty(),
            List.of(needs),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            "site:1:1"));
  }

  private void steps(String name, String... needs) {
    bundles.put(
        name,
        new Bundle(
            name,
            Optional.empty(),
            List.of(needs),
            List.of(),
            List.of(),
            List.of(),
            List.of(new ScriptEntry("/" + name, "/" + name)),
            "site:1:1"));
  }

  private List<String> order(String... names) {
    return BundleOrder.of(List.of(names), bundles, problems::add).stream()
        .map(Bundle::name)
        .toList();
  }

  @Test
  void what_a_bundle_needs_comes_before_it_once() {
    bundle("base");
    bundle("tls", "base");
    bundle("shop", "base", "tls");

    assertThat(order("shop", "tls", "base")).startsWith("base", "tls", "shop");
    assertThat(order("base", "shop")).containsExactly("base", "tls", "shop");
    assertThat(problems).isEmpty();
  }

  @Test
  void a_bundle_may_be_repeated_while_there_are_only_files_and_scripts_between() {
    bundle("a");
    bundle("b");
    steps("s");

    assertThat(order("a", "b", "a")).containsExactly("a", "b", "a");
    assertThat(order("a", "s", "a", "s")).containsExactly("a", "s");
  }

  @Test
  void a_circle_is_a_problem_that_shows_it() {
    bundle("a", "b");
    bundle("b", "c");
    bundle("c", "b");

    order("a");

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "site:1:1: bundles need each other: b -> c -> b; remove one of them from 'needs'");
  }

  @Test
  void a_bundle_that_needs_itself_is_a_circle() {
    bundle("a", "a");

    order("a");

    assertThat(problems)
        .extracting(Problem::what)
        .containsExactly("bundles need each other: a -> a");
  }

  @Test
  void an_unknown_bundle_is_named_with_the_one_that_needs_it() {
    bundle("shop", "tsl");
    bundle("tls");

    order("shop", "nope");

    assertThat(problems)
        .extracting(Problem::toString)
        .satisfiesExactly(
            text ->
                assertThat(text)
                    .startsWith("site:1:1: bundle 'shop' needs bundle 'tsl', which does not exist")
                    .contains("did you mean 'tls'?"),
            text -> assertThat(text).startsWith("there is no bundle 'nope'"));
  }

  @Test
  void every_bundle_comes_after_all_that_it_needs() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      bundles.clear();
      int count = 1 + random.nextInt(12);
      for (int i = 0; i < count; i++) {
        int number = i;
        String[] needs =
            random
                .ints(0, Math.max(1, i))
                .limit(i == 0 ? 0 : random.nextInt(3))
                .distinct()
                .filter(need -> need < number)
                .mapToObj(need -> "b" + need)
                .toArray(String[]::new);
        bundle("b" + i, needs);
      }
      String[] asked =
          random
              .ints(1 + random.nextInt(4), 0, count)
              .distinct()
              .mapToObj(i -> "b" + i)
              .toArray(String[]::new);

      Set<String> seen = new HashSet<>();
      for (String name : order(asked)) {
        assertThat(seen).as(Arrays.toString(asked)).containsAll(needs(name));
        seen.add(name);
      }
      assertThat(seen).contains(asked);
    }
  }

  private List<String> needs(String name) {
    return Optional.ofNullable(bundles.get(name)).map(Bundle::needs).orElse(List.of());
  }
}
