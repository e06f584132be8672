package dev.provision.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.MergedBundles;
import dev.provision.domain.bundle.MergedBundles.Part;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.plan.DeployPlan.PlannedStep;
import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.StepResult;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.InMemoryShell.Call;
import dev.provision.testkit.shell.RecordingObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Bundles made up at random, held against what docs/bundles.md says of all of them.
final class RandomBundlesTest {
  private static final int SEEDS = 500;
  private static final String HOST = "192.0.2.1";

  private final List<String> ran = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private InMemoryShell shells = new InMemoryShell(this::answer);

  private Answer answer(Call call) {
    ran.add(call.target());
    return new Answer(failing.contains(call.target()) ? 1 : 0, "", "");
  }

  @Test
  void bundles_of_files_and_scripts_merge_like_two_dictionaries() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<Bundle> bundles =
          IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> plain("b" + i, random)).toList();

      List<BundleEntry> merged =
          MergedBundles.of(bundles).parts().stream().map(Part::entry).toList();

      List<BundleEntry> files =
          bundles.stream().<BundleEntry>flatMap(bundle -> bundle.files().stream()).toList();
      List<BundleEntry> scripts =
          bundles.stream().<BundleEntry>flatMap(bundle -> bundle.scripts().stream()).toList();
      List<BundleEntry> expected = new ArrayList<>(lastOfEach(files));
      expected.addAll(lastOfEach(scripts));
      assertThat(merged).as("seed %d: %s", seed, bundles).isEqualTo(expected);
    }
  }

  /// The last entry for each target, at the place of the first.
  private static List<BundleEntry> lastOfEach(List<BundleEntry> entries) {
    return entries.stream()
        .map(BundleEntry::target)
        .distinct()
        .map(
            target ->
                entries.stream()
                    .filter(entry -> entry.target().equals(target))
                    .reduce((_, later) -> later)
                    .orElseThrow())
        .toList();
  }

  private static Bundle plain(String name, Random random) {
    List<ScriptEntry> scripts = new ArrayList<>();
    List<FileEntry> files = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      scripts.add(new ScriptEntry("/s" + random.nextInt(6), "/c/" + name));
      files.add(new FileEntry("/f" + random.nextInt(6), "/c/" + name));
    }
    return new Bundle(name, scripts, files, "test");
  }

  @Test
  void bundles_with_steps_keep_their_order_and_split_the_others() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<Bundle> bundles = new ArrayList<>();
      List<BundleEntry> expected = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if (random.nextBoolean()) {
          Bundle steps = Bundle.ofSteps("s" + i, mixed("/s" + i, random), "test");
          bundles.add(steps);
          expected.addAll(steps.steps());
        } else {
          FileEntry file = new FileEntry("/f" + i, "/c/f");
          ScriptEntry script = new ScriptEntry("/p" + i, "/c/p");
          bundles.add(new Bundle("p" + i, List.of(script), List.of(file), "test"));
          boolean beside = i > 0 && bundles.get(i - 1).steps().isEmpty();
          int at = expected.size();
          while (beside && at > 0 && isPlainScript(expected.get(at - 1))) {
            at--;
          }
          expected.add(at, file);
          expected.add(script);
        }
      }

      assertThat(MergedBundles.of(bundles).parts())
          .as("seed %d", seed)
          .extracting(Part::entry)
          .isEqualTo(expected);
    }
  }

  private static boolean isPlainScript(BundleEntry entry) {
    return entry instanceof ScriptEntry && entry.target().startsWith("/p");
  }

  private static List<BundleEntry> mixed(String directory, Random random) {
    return IntStream.rangeClosed(0, 1 + random.nextInt(3))
        .<BundleEntry>mapToObj(
            i ->
                random.nextBoolean()
                    ? new FileEntry(directory + "/f" + i, "/c/f")
                    : new ScriptEntry(directory + "/s" + i, "/c/s"))
        .toList();
  }

  @Test
  void each_script_runs_when_its_rule_says_so_however_the_runs_before_ended() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      shells = new InMemoryShell(this::answer);
      Model model = new Model();
      List<BundleEntry> job = job(random);
      for (int run = 0; run < 6; run++) {
        Map<String, String> texts = new HashMap<>();
        job.forEach(entry -> texts.put(entry.source(), "v" + random.nextInt(2)));
        failing.clear();
        job.stream()
            .map(BundleEntry::target)
            .filter(target -> target.startsWith("/s") && random.nextInt(5) == 0)
            .forEach(failing::add);
        ran.clear();

        List<StepResult> results = apply(job, texts);

        assertThat(ran)
            .as(
                "seed %d, run %d of %s with %s, failing %s: %s",
                seed, run, job, texts, failing, results)
            .isEqualTo(model.run(job, texts, failing));
      }
    }
  }

  private static List<BundleEntry> job(Random random) {
    List<BundleEntry> job = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(6); i++) {
      if (i == 0 || random.nextInt(3) == 0) {
        job.add(new FileEntry("/f" + i, "/c/" + i));
        continue;
      }
      List<String> targets = new ArrayList<>();
      for (BundleEntry earlier : job) {
        boolean always =
            earlier instanceof ScriptEntry script && script.run() instanceof RunRule.Always;
        if (!always && random.nextBoolean()) {
          targets.add(earlier.target());
        }
      }
      RunRule rule =
          switch (random.nextInt(4)) {
            case 0 -> new RunRule.Always();
            case 1 -> new RunRule.Once();
            case 2 -> new RunRule.IfChanged(List.of());
            default -> new RunRule.IfChanged(targets);
          };
      job.add(
          new ScriptEntry(
              "/s" + i,
              "/c/" + i,
              Optional.empty(),
              Map.of(),
              LineEnds.CHECKED,
              rule,
              SystemFilter.ALL));
    }
    return job;
  }

  private List<StepResult> apply(List<BundleEntry> job, Map<String, String> texts) {
    SourcesInMemory sources = new SourcesInMemory();
    texts.forEach((path, text) -> sources.with(path, "#!/bin/sh\n" + text + "\n"));
    Bundle bundle = Bundle.ofSteps("job", job, "test");
    DeployPlan plan =
        new Planner(Configurations.withBundles(bundle), sources, new Random(1))
            .plan(DeployRequest.ofBundles("job").named("web1"));
    SshEndpoint endpoint =
        new SshEndpoint(
            HOST,
            22,
            "root",
            List.of(new Login.Password(Secret.of("in-memory"))),
            new HostTrust.KnownKeys(List.of(shells.hostKey(HOST))));
    try (RemoteShell shell = shells.connect(endpoint, Duration.ofSeconds(1), _ -> {})) {
      return shell.apply(
          plan.steps().stream().map(PlannedStep::step).toList(), new RecordingObserver());
    }
  }

  /// The rules in their plainest form: what is on the node, and what each script has still to act
  /// on.
  private static final class Model {
    private final Map<String, String> files = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Set<String> due = new HashSet<>();

    List<String> run(List<BundleEntry> job, Map<String, String> texts, Set<String> failing) {
      List<String> ran = new ArrayList<>();
      for (int at = 0; at < job.size(); at++) {
        BundleEntry entry = job.get(at);
        String text = texts.getOrDefault(entry.source(), "");
        if (entry instanceof FileEntry) {
          if (!text.equals(files.put(entry.target(), text))) {
            changed(job, at);
          }
          continue;
        }
        ScriptEntry script = (ScriptEntry) entry;
        String once = script.target() + text;
        boolean runs =
            switch (script.run()) {
              case RunRule.Always _ -> true;
              case RunRule.Once _ -> !done.contains(once);
              case RunRule.IfChanged _ -> due.contains(script.target());
            };
        if (!runs) {
          continue;
        }
        ran.add(script.target());
        boolean failed = failing.contains(script.target());
        if (!(script.run() instanceof RunRule.Always)) {
          changed(job, at);
        }
        if (failed) {
          return ran; // the others are skipped
        }
        done.add(once);
        due.remove(script.target());
      }
      return ran;
    }

    /// All later scripts that name this entry, or the whole bundle, are due.
    private void changed(List<BundleEntry> job, int at) {
      for (BundleEntry later : job.subList(at + 1, job.size())) {
        if (later instanceof ScriptEntry script
            && script.run() instanceof RunRule.IfChanged(List<String> targets)
            && (targets.isEmpty() || targets.contains(job.get(at).target()))) {
          due.add(script.target());
        }
      }
    }
  }
}
