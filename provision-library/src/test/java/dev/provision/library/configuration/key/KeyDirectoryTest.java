package dev.provision.library.configuration.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDirectoryTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
    machine.write("site/provision.yaml", "");
  }

  @Test
  void keys_come_sorted_by_file_name_and_a_file_may_hold_several() {
    machine.write("site/pubkeys/b.pub", Machine.CAROL + "\n");
    machine.write("site/pubkeys/a", "# team\n\n" + Machine.BOB + "\r\n  " + Machine.ALICE + "\n\n");

    assertThat(machine.configuration("site").keys().keys())
        .extracting(PublicKey::line, PublicKey::origin)
        .containsExactly(
            tuple(Machine.BOB, "site/pubkeys/a:3"),
            tuple(Machine.ALICE, "site/pubkeys/a:4"),
            tuple(Machine.CAROL, "site/pubkeys/b.pub:1"));
  }

  @Test
  void editor_backups_and_hidden_files_are_passed_over() {
    for (String name : new String[] {".hidden", "a~", ".#a", "#a#", ".a.swp", "a.swp", "a.bak"}) {
      machine.write("site/pubkeys/" + name, "rubbish");
    }
    machine.write("site/pubkeys/alice", Machine.ALICE);

    assertThat(machine.configuration("site").keys().keys()).hasSize(1);
  }

  @Test
  void a_line_that_is_no_public_key_is_named() {
    machine.write("site/pubkeys/alice", Machine.ALICE + "\nssh-ed25519 AAAA\nfoo\n");

    assertThat(machine.problems("site"))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("site/pubkeys/alice:2: the key after"))
        .anyMatch(problem -> problem.startsWith("site/pubkeys/alice:3: not a public key"));
  }

  @Test
  void a_private_key_is_one_problem_that_names_the_file_and_no_line_of_it() {
    machine.write(
        "site/pubkeys/id_rsa",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n");
    machine.write(
        "site/pubkeys/id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n");
    machine.write("site/pubkeys/putty.ppk", "PuTTY-User-Key-File-3: ssh-ed25519\n");

    assertThat(machine.problems("site"))
        .hasSize(3)
        .allMatch(problem -> problem.contains("this is a private key"))
        .noneMatch(problem -> problem.contains("MII") || problem.contains("b3Blb"))
        .anyMatch(problem -> problem.startsWith("site/pubkeys/id_rsa: "));
  }

  @Test
  void a_key_of_another_format_is_named_with_the_way_to_convert_it() {
    machine.write("site/pubkeys/old", "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n");

    assertThat(machine.problems("site"))
        .containsExactly(
            "site/pubkeys/old: this is a public key in RFC 4716 format, not in OpenSSH's;"
                + " convert it: ssh-keygen -i -f site/pubkeys/old");
  }

  @Test
  void a_directory_among_the_keys_draws_a_warning_and_a_broken_link_is_a_problem()
      throws IOException {
    Files.createDirectories(machine.work.resolve("site/pubkeys/former"));
    assertThat(machine.load("site").warnings())
        .containsExactly("site/pubkeys/former: ignoring a directory among the public keys");

    Files.createSymbolicLink(machine.work.resolve("site/pubkeys/gone"), Path.of("/nowhere/x"));
    assertThat(machine.problems("site"))
        .containsExactly(
            "site/pubkeys/gone: is a broken symbolic link; fix the link, or name another file");
  }

  @Test
  void pubkeys_that_is_a_file_is_a_problem() {
    machine.write("site/pubkeys", Machine.ALICE);

    assertThat(machine.problems("site"))
        .singleElement()
        .asString()
        .startsWith("site/pubkeys: cannot read the directory of public keys");
  }
}
