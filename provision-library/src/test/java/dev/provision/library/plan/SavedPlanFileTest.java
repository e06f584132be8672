package dev.provision.library.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.library.plan.ContentDigests.ContentDigest;
import dev.provision.ports.Content;
import dev.provision.ports.step.RunScript.OnFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of a saved plan: whole and unchanged, or refused.
class SavedPlanFileTest {
  private static final PlannedAccount ACCOUNT = new PlannedAccount("lab", "openstack-nova");

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("web.plan");
  }

  private static DeployPlan plan(String name, Content content) throws IOException {
    return new DeployPlan(
        name,
        Optional.empty(),
        new ImageRule("noble", "noble", false),
        new ResourceSelector("size", "0", false),
        new ResourceSelector("location", "0", false),
        List.of("web"),
        List.of(),
        List.of(
            new PlannedFile("/etc/motd", "motd", content, content.size(), 0644, Optional.empty())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OnFailure.STOP,
        List.of());
  }

  private static Content text(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] saved(DeployPlan... plans) throws IOException {
    return saved(UnaryOperator.identity(), plans);
  }

  /// @param change what an attacker does to the manifest; the digest is then right again
  private byte[] saved(UnaryOperator<String> change, DeployPlan... plans) throws IOException {
    ContentDigests digests = new ContentDigests();
    byte[] manifest =
        new PlanManifest(SourceNames.UNCHANGED, digests).write(ACCOUNT, List.of(plans));
    byte[] changed =
        change.apply(new String(manifest, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    new SavedPlanWriter(file()).write(changed, digests.contents());
    return Files.readAllBytes(file());
  }

  private Throwable reading(byte[] bytes) throws IOException {
    Files.write(file(), bytes);
    return catchThrowable(() -> SavedPlan.read(file()));
  }

  @Test
  void each_flipped_byte_is_refused() throws IOException {
    byte[] whole = saved(plan("web-1", text("hello\n")));

    for (int at = 0; at < whole.length; at++) {
      for (int bit : new int[] {0x01, 0x20, 0x80}) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) bit;

        assertThat(reading(flipped)).as("byte %s", at).isInstanceOf(ProblemsException.class);
      }
    }
  }

  @Test
  void each_part_of_it_and_each_addition_is_refused() throws IOException {
    byte[] whole = saved(plan("web-1", text("hello\n")));

    for (int length = 0; length < whole.length; length += length < 600 ? 1 : 37) {
      assertThat(reading(Arrays.copyOf(whole, length)))
          .as("%s bytes", length)
          .isInstanceOf(ProblemsException.class);
    }
    assertThat(reading(Arrays.copyOf(whole, whole.length - 1)))
        .hasMessageContaining("it is truncated");
    assertThat(reading(Arrays.copyOf(whole, whole.length + 1)))
        .hasMessageContaining("something follows its end");
    assertThat(reading(whole)).isNull();
  }

  @Test
  void a_manifest_that_means_something_else_is_refused_even_with_its_own_digest()
      throws IOException {
    DeployPlan plan = plan("web-1", text("hello\n"));

    for (UnaryOperator<String> change :
        List.<UnaryOperator<String>>of(
            it -> it.replace("\"file\": \"/etc/motd\"", "\"file\": 7"),
            it -> it.replace("\"0644\"", "\"644\""),
            it -> it.replace("\"0644\"", "\"rw\""),
            it -> it.replace("\"keep-going\"", "\"keep-on-going\""),
            it -> it.replace("\"bundles\"", "\"later\": 1, \"bundles\""),
            it -> it.replace("  ", " "),
            it -> it.replace("web-1", "../web-1"),
            it -> it.replace("\"bytes\": 6", "\"bytes\": 5"),
            it -> it.replace("\"nodes\": [", "\"nodes\": [], \"x\": ["),
            it -> it.replace("\"nodes\"", "\"nodos\""),
            it -> "[]",
            it -> "7",
            it -> "",
            it -> "{".repeat(5000),
            it -> it + it)) {
      byte[] changed = saved(change, plan);

      assertThat(reading(changed))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining("this saved plan is damaged");
    }
  }

  @Test
  void a_newer_format_is_refused_by_its_number() throws IOException {
    byte[] newer =
        saved(
            it -> it.replace("\"provision-plan\": 1", "\"provision-plan\": 2"),
            plan("a", text("")));

    assertThat(reading(newer)).hasMessageContaining("a newer Provision").hasMessageContaining("2");
  }

  @Test
  void standard_programs_can_read_it() throws Exception {
    saved(plan("web-1", text("hello\n")));
    Path into = Files.createDirectory(directory.resolve("into"));

    assertThat(run("tar", "-xf", file().toString(), "-C", into.toString())).isZero();
    assertThat(run("sh", "-c", "cd '" + into + "' && sha256sum -c --status plan.json.sha256"))
        .isZero();
    assertThat(into.resolve("plan.json")).content().contains("\"web-1\"");
    try (Stream<Path> contents = Files.list(into.resolve("contents"))) {
      assertThat(contents).singleElement().satisfies(it -> assertThat(it).hasContent("hello"));
    }
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  @Test
  void equal_contents_are_saved_once() throws IOException {
    int one = saved(plan("web-1", text("x".repeat(4096)))).length;

    int three =
        saved(
                plan("web-1", text("x".repeat(4096))),
                plan("web-2", text("x".repeat(4096))),
                plan("web-3", text("x".repeat(4096))))
            .length;

    assertThat(three - one).isLessThan(4096);
  }

  @Test
  void a_source_that_changes_meanwhile_is_not_saved_and_the_old_file_stays() throws IOException {
    byte[] old = saved(plan("web-1", text("hello\n")));
    int[] reads = {0};
    Content changing =
        new Content() {
          @Override
          public InputStream open() {
            return new ByteArrayInputStream(new byte[] {(byte) reads[0]++, 1, 2});
          }

          @Override
          public long size() {
            return 3;
          }
        };
    DeployPlan plan = plan("web-2", changing);

    assertThatThrownBy(() -> saved(plan))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("has changed while the plan was saved");
    assertThat(file()).hasBinaryContent(old);
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(file());
    }
  }

  @Test
  void only_a_saved_plan_is_replaced() throws IOException {
    saved(plan("web-1", text("hello\n")));
    saved(plan("web-2", text("hello\n")));

    assertThat(SavedPlan.read(file()).plans().names()).containsExactly("web-2");
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    for (Path other :
        List.of(
            Files.writeString(directory.resolve("notes"), "notes"),
            Files.createDirectory(directory.resolve("folder")),
            Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere")))) {
      assertThatThrownBy(() -> new SavedPlanWriter(other).write(new byte[0], Map.of()))
          .isInstanceOf(ProblemsException.class)
          .hasMessageContaining(other.toString());
    }
    assertThat(directory.resolve("notes")).hasContent("notes");
  }

  @Test
  void what_changes_after_it_was_checked_is_not_sent() throws IOException {
    byte[] whole = saved(plan("web-1", text("hello hello\n")));
    PlannedFile planned = (PlannedFile) SavedPlan.read(file()).plans().first().entries().getFirst();
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("hello hello");
    whole[at] ^= 1;
    Files.write(file(), whole);

    assertThatThrownBy(
            () -> {
              try (InputStream in = planned.content().open()) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has changed since it was read");
  }

  @Test
  void the_digest_names_content_and_size() {
    ContentDigest digest = new ContentDigests().of(text("abc"), "abc");

    assertThat(digest)
        .isEqualTo(
            new ContentDigest(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3));
  }
}
