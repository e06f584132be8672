package dev.provision.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.cli.Machine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Plans that are signed with keys of OpenSSH, and that OpenSSH verifies.
final class PlanSigningTest {
  @TempDir private Path home;
  private Machine machine;

  @BeforeEach
  void configure() throws IOException {
    machine = new Machine(home);
    machine.file("conf/provision.yaml", "bundles: {plain: {files: [/etc/motd]}}\n");
    machine.file("conf/files/motd", "hello\n");
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private Result save(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("plan", "-c", "conf", "-b", "plain", "-n", "web", "--save", "a.plan"));
    words.addAll(List.of(more));
    return machine.run(words.toArray(String[]::new));
  }

  private int openSsh(Path input, String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
        .directory(home.toFile())
        .redirectInput(input.toFile())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("ssh-keygen.log").toFile())
        .start()
        .waitFor();
  }

  private void key(String name, String type, String bits, String passphrase) throws Exception {
    String[] words = {
      "ssh-keygen", "-q", "-t", type, "-b", bits, "-N", passphrase, "-C", name, "-f", name
    };
    assertThat(openSsh(Path.of("/dev/null"), words)).isZero();
    machine.file("signers", "alice " + Files.readString(home.resolve(name + ".pub")));
  }

  private boolean openSshVerifies() throws Exception {
    String[] words = {
      "ssh-keygen", "-Y", "verify", "-n", "provision", "-I", "alice", "-f", "signers", "-s"
    };
    List<String> all = new ArrayList<>(List.of(words));
    all.add("a.plan.sig");
    return openSsh(home.resolve("a.plan"), all.toArray(String[]::new)) == 0;
  }

  private String signer() {
    Result result = machine.run("plan", "a.plan", "--verify", "signers");
    return result.status() == 0 ? result.out() : result.err();
  }

  @ParameterizedTest
  @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048"})
  void open_ssh_accepts_what_is_signed_with_its_keys(String type, String bits) throws Exception {
    key("mine", type, bits, "");

    Result result = save("--sign", "mine");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("a.plan.sig");
    assertThat(openSshVerifies()).isTrue();
    assertThat(signer()).contains("signed by  alice");
    machine.file("a.plan", Files.readString(home.resolve("signers")));
    assertThat(openSshVerifies()).isFalse();
  }

  @Test
  void a_saved_plan_is_signed_later_without_its_configuration() throws Exception {
    key("mine", "ed25519", "256", "correct horse");
    machine.environment.put("PROVISION_KEY_PASSPHRASE", "correct horse");
    assertThat(save().status()).isZero();
    Files.delete(home.resolve("conf/provision.yaml"));

    Result result = machine.run("plan", "a.plan", "--sign", "mine");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("files/motd -> /etc/motd");
    assertThat(openSshVerifies()).isTrue();
  }

  @Test
  void a_plan_that_could_not_be_signed_is_saved_without_a_signature() throws Exception {
    key("mine", "ed25519", "256", "correct horse");
    machine.environment.put("PROVISION_KEY_PASSPHRASE", "correct horse");
    assertThat(save("--sign", "mine").status()).isZero();
    machine.environment.put("PROVISION_KEY_PASSPHRASE", "wrong");
    machine.file("conf/files/motd", "hello again\n");

    Result result = save("--sign", "mine");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .contains("saved, but not signed", "the passphrase is wrong", "--sign KEY");
    assertThat(home.resolve("a.plan.sig")).doesNotExist();
    assertThat(machine.run("plan", "a.plan").status()).isZero();
  }

  @Test
  void a_short_key_does_not_sign() throws Exception {
    key("short", "rsa", "1024", "");

    Result result = save("--sign", "short");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("1024 bits");
    assertThat(home.resolve("a.plan.sig")).doesNotExist();
  }

  @Test
  void what_cannot_be_signed_is_refused_before_anything_is_saved() throws Exception {
    key("mine", "ed25519", "256", "");
    machine.file("a.plan.sig", "my notes\n");

    Result other = save("--sign", "mine");
    Result nothing = machine.run("plan", "-c", "conf", "-b", "plain", "--sign", "mine");
    Result both = save("--sign", "mine", "--verify", "signers");

    assertThat(List.of(other.status(), nothing.status(), both.status())).containsOnly(2);
    assertThat(other.err()).contains("a.plan.sig", "not an SSH signature");
    assertThat(nothing.err()).contains("there is no saved plan to sign", "--save FILE");
    assertThat(both.err()).contains("--sign and --verify");
    assertThat(home.resolve("a.plan")).doesNotExist();
    assertThat(home.resolve("a.plan.sig")).hasContent("my notes");
  }
}
