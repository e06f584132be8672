package dev.provision.adapter.sshd.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.SharedNode;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepDifference;
import dev.provision.ports.step.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What root does where another user of the node has had a hand in it.
@Timeout(60)
final class OtherUserTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxc one";
  private static final String BOB = String.valueOf(SharedNode.BOB);

  private SharedNode node;

  @BeforeEach
  void start() throws Exception {
    node = new SharedNode();
  }

  @AfterEach
  void end() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  private static String reason(StepResult result) {
    assertThat(result).isInstanceOf(StepResult.Failed.class);
    return ((StepResult.Failed) result).reason();
  }

  private List<String> inVictim() throws Exception {
    try (Stream<Path> files = Files.list(node.victim())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void a_link_of_his_on_the_way_is_refused_by_its_name() throws Exception {
    Path link = node.makeLink("app", node.victim());

    for (String[] owner : new String[][] {{}, {BOB}}) {
      String reason = reason(node.apply(SharedNode.put(link.resolve("x"), "text", owner)));

      assertThat(reason).contains(link.toString() + (owner.length == 0 ? " is a link" : ""));
    }
    assertThat(inVictim()).containsExactly("secret");
  }

  @Test
  void a_link_of_roots_in_a_directory_of_his_is_refused_as_he_can_exchange_it() throws Exception {
    Path link = Files.createSymbolicLink(node.bobs("app"), node.victim());

    assertThat(reason(node.apply(SharedNode.put(link.resolve("x"), "text"))))
        .contains(link + " is a link that user " + BOB + " can change");
    assertThat(inVictim()).containsExactly("secret");
  }

  private String difference(Step step) throws Exception {
    StepDifference difference = node.compare(step);
    assertThat(difference).isInstanceOf(StepDifference.Unknown.class);
    return ((StepDifference.Unknown) difference).reason();
  }

  @Test
  void a_comparison_refuses_a_link_of_his_as_a_put_does_whatever_it_leads_to() throws Exception {
    Path link = node.makeLink("app", node.victim());
    Path file = node.makeLink("conf", node.secret());
    Path sticky = Files.createDirectory(node.base().resolve("pub"));
    SharedNode.chmod(sticky, "1777");
    Path inPublic = Files.createSymbolicLink(sticky.resolve("etc"), node.victim());
    SharedNode.give(inPublic);

    for (Path target :
        List.of(
            link.resolve("secret"),
            link.resolve("missing"),
            link.resolve("missing/deeper"),
            file,
            inPublic.resolve("secret"))) {
      PutFile put = SharedNode.put(target, "text");
      String difference = difference(put);
      assertThat(difference).contains("is a link that");
      assertThat(reason(node.apply(put))).endsWith(difference);
    }
    assertThat(difference(new AuthorizeKeys(file.toString(), List.of(KEY))))
        .contains("is a link that");
    assertThat(inVictim()).containsExactly("secret");
  }

  @Test
  void a_comparison_reads_ordinary_files_only_and_makes_nothing() throws Exception {
    Path pipe = node.bobs("pipe");
    Programs.run("mkfifo", pipe.toString());
    SharedNode.give(pipe);
    Path zero = Files.createSymbolicLink(node.base().resolve("zero"), Path.of("/dev/zero"));
    Path roots = node.base().resolve("roots");
    Programs.run("mkfifo", roots.toString());

    for (Path target : List.of(pipe, zero, roots)) {
      assertThat(difference(SharedNode.put(target, "text"))).contains("a device, a pipe");
      assertThat(difference(new AuthorizeKeys(target.toString(), List.of(KEY))))
          .contains("a device, a pipe");
    }
    assertThat(node.compare(SharedNode.put(node.bobs("new/deep/x"), "text")))
        .isEqualTo(new StepDifference.FileMissing());
    assertThat(node.compare(new AuthorizeKeys(node.bobs("n/.ssh/keys").toString(), List.of(KEY))))
        .isEqualTo(new StepDifference.KeysMissing(1));
    assertThat(node.bobs("new")).doesNotExist();
    assertThat(node.bobs("n")).doesNotExist();
  }

  @Test
  void what_is_in_a_directory_of_his_is_compared() throws Exception {
    Path target = node.makeDirectory("app").resolve("x");
    PutFile put = SharedNode.put(target, "text");
    node.apply(put);

    assertThat(node.compare(put)).isEqualTo(new StepDifference.None());
    assertThat(node.apply(put)).isEqualTo(new StepResult.FilePut(false));
    assertThat(node.compare(SharedNode.put(target, "other")))
        .isInstanceOfSatisfying(
            StepDifference.FileDiffers.class,
            differs -> assertThat(differs.content()).hasValue("text".getBytes(UTF_8)));
  }

  @Test
  void no_directory_is_made_where_a_link_of_his_leads_that_is_not_his() throws Exception {
    Path link = node.makeLink("app", node.victim());

    assertThat(reason(node.apply(SharedNode.put(link.resolve("new/deep/x"), "text", BOB))))
        .contains("a link that user " + BOB + " can change leads to " + node.victim());

    assertThat(inVictim()).containsExactly("secret");
  }

  @Test
  void a_link_of_his_to_a_directory_of_his_is_followed_for_a_file_of_his() throws Exception {
    Path release = node.makeDirectory("release");
    Path link = node.makeLink("current", Path.of("release"));

    assertThat(node.apply(SharedNode.put(link.resolve("x"), "text", BOB)))
        .isEqualTo(new StepResult.FilePut(true));
    assertThat(node.apply(SharedNode.put(link.resolve("x"), "text", BOB)))
        .isEqualTo(new StepResult.FilePut(false));

    assertThat(release.resolve("x")).hasContent("text");
    assertThat(Files.getAttribute(release.resolve("x"), "unix:uid")).isEqualTo(SharedNode.BOB);
  }

  @Test
  void a_link_of_roots_on_a_way_of_roots_is_followed() throws Exception {
    Path link = Files.createSymbolicLink(node.base().resolve("link"), Path.of("victim"));

    assertThat(node.apply(SharedNode.put(link.resolve("x"), "text")))
        .isEqualTo(new StepResult.FilePut(true));

    assertThat(node.victim().resolve("x")).hasContent("text");
  }

  @Test
  void a_link_that_he_has_put_where_the_file_goes_is_refused_by_its_name() throws Exception {
    Path link = node.makeLink("conf", node.secret());

    assertThat(reason(node.apply(SharedNode.put(link, "text"))))
        .contains(link + " is a link that user 12345 can change");
    assertThat(reason(node.apply(SharedNode.put(link, "text", BOB)))).contains("is not theirs");

    assertThat(link).isSymbolicLink();
    assertThat(node.secret()).hasContent("root's secret");
  }

  @Test
  void a_link_of_his_to_a_file_of_his_is_followed_for_a_file_of_his() throws Exception {
    Path directory = node.makeDirectory("real");
    Path link = node.makeLink("conf", directory.resolve("conf"));

    assertThat(node.apply(SharedNode.put(link, "text", BOB)))
        .isEqualTo(new StepResult.FilePut(true));

    assertThat(link).isSymbolicLink();
    assertThat(directory.resolve("conf")).hasContent("text");
  }

  @Test
  void no_script_is_run_through_a_link_into_a_directory_of_his() throws Exception {
    Path script = node.base().resolve("s");
    Files.createSymbolicLink(script, node.bobs("s"));

    assertThat(reason(node.apply(SharedNode.script(script, "echo ran\n"))))
        .contains("a link leads to " + node.bobs("s").getParent());
    assertThat(node.bobs("s")).doesNotExist();
  }

  @Test
  void nothing_is_run_from_where_he_can_change_it() throws Exception {
    Path directory = node.makeDirectory("deploy");
    Path script = directory.resolve("s");

    StepResult result = node.apply(SharedNode.script(script, "#!/bin/sh\necho ran\n"));

    assertThat(reason(result)).contains(script.toString(), "others can change", "target-dir");
    assertThat(script).doesNotExist();
  }

  @Test
  void nothing_is_run_from_a_directory_that_everybody_can_change() throws Exception {
    Path directory = Files.createDirectory(node.base().resolve("open"));
    SharedNode.chmod(directory, "777");

    assertThat(reason(node.apply(SharedNode.script(directory.resolve("s"), "echo ran\n"))))
        .contains("others can change what is in " + directory);

    SharedNode.chmod(directory, "1777");
    assertThat(node.apply(SharedNode.script(directory.resolve("s"), "echo ran\n")))
        .matches(StepResult::ok);
  }

  /// Somebody may be in the group, and its bits stand for what an ACL allows, too.
  @Test
  void nothing_is_run_from_a_directory_that_roots_own_group_can_change() throws Exception {
    Path directory = Files.createDirectory(node.base().resolve("group"));
    SharedNode.chmod(directory, "775");

    assertThat(reason(node.apply(SharedNode.script(directory.resolve("s"), "echo ran\n"))))
        .contains("others can change what is in " + directory);
  }

  @Test
  void a_link_that_waits_for_a_file_on_its_way_is_not_followed() throws Exception {
    Path directory = Files.createDirectory(node.base().resolve("group"));
    SharedNode.chmod(directory, "775");
    Path target = directory.resolve("conf");

    assertThat(node.apply(SharedNode.put(target, "new\n"))).matches(StepResult::ok);

    assertThat(target).hasContent("new\n").isRegularFile();
    assertThat(Files.readString(node.secret())).isEqualTo("root's secret\n");
  }

  @Test
  void keys_go_to_where_a_link_of_the_same_users_leads_and_the_link_stays() throws Exception {
    node.makeDirectory(".ssh");
    Path keys = node.makeDirectory("keys").resolve("ak");
    Path link = node.makeLink(".ssh/authorized_keys", Path.of("../keys/ak"));
    AuthorizeKeys step = new AuthorizeKeys(link.toString(), List.of(KEY));

    assertThat(node.apply(step)).isEqualTo(new StepResult.KeysAuthorized(1));
    assertThat(node.apply(step)).isEqualTo(new StepResult.KeysAuthorized(0));

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(keys).hasContent(KEY);
    assertThat(Files.getAttribute(keys, "unix:uid")).isEqualTo(SharedNode.BOB);
  }

  @Test
  void keys_do_not_go_to_where_a_link_of_his_leads_that_is_not_his() throws Exception {
    node.makeDirectory(".ssh");
    Path link = node.makeLink(".ssh/authorized_keys", node.secret());

    assertThat(reason(node.apply(new AuthorizeKeys(link.toString(), List.of(KEY)))))
        .contains(node.victim().toString());

    assertThat(node.secret()).hasContent("root's secret");
  }

  @Test
  void keys_of_roots_do_not_go_to_where_a_link_of_roots_leads_that_is_his() throws Exception {
    Path home = Files.createDirectories(node.base().resolve("home"));
    Path link = Files.createDirectory(home.resolve(".ssh")).resolve("authorized_keys");
    Files.createSymbolicLink(link, node.bobs("ak"));
    AuthorizeKeys step = new AuthorizeKeys(".ssh/authorized_keys", List.of(KEY));

    assertThat(reason(node.apply(step))).contains(node.bobs("") + "", "belongs to user " + BOB);

    Files.delete(link);
    Files.delete(link.getParent());
    Files.createSymbolicLink(link.getParent(), node.makeDirectory("ssh"));

    assertThat(reason(node.apply(step))).contains(node.bobs("ssh") + "", "belongs to user " + BOB);
    assertThat(node.bobs("ak")).doesNotExist();
    assertThat(node.bobs("ssh")).isEmptyDirectory();
  }

  @Test
  void no_file_of_roots_goes_to_where_a_link_of_roots_leads_that_is_his() throws Exception {
    Path link = Files.createSymbolicLink(node.base().resolve("link"), node.bobs("f"));

    assertThat(reason(node.apply(SharedNode.put(link, "text"))))
        .contains(node.bobs("") + "", "belongs to user " + BOB);
    assertThat(node.bobs("f")).doesNotExist();

    assertThat(node.apply(SharedNode.put(link, "text", BOB)))
        .isEqualTo(new StepResult.FilePut(true));
    assertThat(node.bobs("f")).hasContent("text");
  }

  @Test
  void a_file_of_roots_that_he_has_hung_up_as_his_keys_is_not_read_for_him() throws Exception {
    node.makeDirectory(".ssh");
    Path keys = Files.createLink(node.bobs(".ssh/authorized_keys"), node.secret());

    assertThat(reason(node.apply(new AuthorizeKeys(keys.toString(), List.of(KEY)))))
        .contains("not a plain file of user " + BOB);
  }

  @Test
  void keys_of_his_are_his() throws Exception {
    Path keys = node.bobs(".ssh/authorized_keys");

    assertThat(node.apply(new AuthorizeKeys(keys.toString(), List.of(KEY))))
        .isEqualTo(new StepResult.KeysAuthorized(1));

    assertThat(Files.getAttribute(keys, "unix:uid")).isEqualTo(SharedNode.BOB);
    assertThat(Files.getAttribute(keys.getParent(), "unix:uid")).isEqualTo(SharedNode.BOB);
    assertThat(Files.getAttribute(keys, "unix:mode")).isEqualTo(0100600);
    assertThat(Files.getAttribute(keys.getParent(), "unix:mode")).isEqualTo(040700);
  }

  @Test
  void roots_own_link_to_its_keys_stays() throws Exception {
    Path home = Files.createDirectories(node.base().resolve("home/.ssh"));
    Path keys = Files.createDirectory(node.base().resolve("home/keys")).resolve("ak");
    Path link = Files.createSymbolicLink(home.resolve("authorized_keys"), Path.of("../keys/ak"));

    assertThat(node.apply(new AuthorizeKeys(".ssh/authorized_keys", List.of(KEY))))
        .isEqualTo(new StepResult.KeysAuthorized(1));

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(keys).hasContent(KEY);
  }
}
