package dev.provision.library.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.DeployPlan;
import dev.provision.domain.plan.ImageRule;
import dev.provision.domain.plan.ResourceSelector;
import dev.provision.ports.shell.KeySigner;
import dev.provision.ports.shell.KeySigner.KeySignature;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.RunScript.OnFailure;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A signature beside a saved plan: that of the plan, or none.
class PlanSignerTest {
  private static final PlannedAccount ACCOUNT = new PlannedAccount("lab", "openstack-nova");
  private static final Path KEY = Path.of("key");

  @TempDir private Path directory;
  private Path file;
  private Path signature;

  @BeforeEach
  void name() {
    file = directory.resolve("web.plan");
    signature = directory.resolve("web.plan.sig");
  }

  /// Saves a plan for a node of this name.
  private String saved(String name) {
    DeployPlan plan =
        new DeployPlan(
            name,
            Optional.empty(),
            new ImageRule("noble", "noble", false),
            new ResourceSelector("size", "0", false),
            new ResourceSelector("location", "0", false),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OnFailure.STOP,
            List.of());
    ContentDigests digests = new ContentDigests();
    byte[] manifest =
        new PlanManifest(SourceNames.UNCHANGED, digests).write(ACCOUNT, List.of(plan));
    new SavedPlanWriter(file).write(manifest, digests.contents());
    return PlanManifest.digest(manifest);
  }

  private static byte[] wire(byte[]... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (byte[] value : values) {
        out.writeInt(value.length);
        out.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// A key in memory.
  private static final class Ed25519 implements KeySigner {
    private static final byte[] TYPE = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);

    private final KeyPair pair;

    Ed25519() throws GeneralSecurityException {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    byte[] publicKey() {
      byte[] encoded = pair.getPublic().getEncoded();
      return wire(TYPE, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    @Override
    public KeySignature sign(Path key, byte[] data, WaitObserver waiting) {
      try {
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(pair.getPrivate());
        signing.update(data);
        return new KeySignature(publicKey(), wire(TYPE, signing.sign()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static KeySigner failing() {
    return (key, _, _) -> {
      throw new ShellException(new ShellFailure.KeyUnusable("signing", "the key is broken", key));
    };
  }

  private void sign(KeySigner keys, String digest) {
    new PlanSigner(keys).sign(file, digest, KEY, _ -> {});
  }

  private String signer(Ed25519 key) throws IOException {
    String line = "alice ssh-ed25519 " + Base64.getEncoder().encodeToString(key.publicKey());
    Path signers = Files.writeString(directory.resolve("signers"), line + "\n");
    return SavedPlan.read(file).verify(signers, Instant.EPOCH);
  }

  @Test
  void a_signed_plan_is_verified_and_a_new_signature_replaces_that_of_another_plan()
      throws Exception {
    Ed25519 key = new Ed25519();
    sign(key, saved("one"));
    assertThat(signer(key)).isEqualTo("alice");
    Ed25519 other = new Ed25519();

    sign(other, saved("two"));

    assertThat(signer(other)).isEqualTo("alice");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("web.plan", "web.plan.sig", "signers");
    }
  }

  @Test
  void when_signing_fails_only_a_signature_of_this_plan_stays() throws Exception {
    Ed25519 key = new Ed25519();
    String one = saved("one");
    sign(key, one);

    assertThatThrownBy(() -> sign(failing(), one))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContainingAll(
            "web.plan", "saved, but not signed: the key is broken", "--sign KEY");
    assertThat(signer(key)).isEqualTo("alice");

    String two = saved("two");
    assertThatThrownBy(() -> sign(failing(), two)).isInstanceOf(ProblemsException.class);
    assertThat(signature).doesNotExist();
  }

  @Test
  void a_damaged_signature_is_removed_and_any_other_file_is_not_replaced() throws Exception {
    String digest = saved("one");
    Files.writeString(signature, "-----BEGIN SSH SIGNATURE-----\nAAAA");
    assertThatThrownBy(() -> sign(failing(), digest)).isInstanceOf(ProblemsException.class);
    assertThat(signature).doesNotExist();

    Files.writeString(signature, "my notes\n");
    assertThatThrownBy(() -> sign(new Ed25519(), digest))
        .hasMessageContainingAll("web.plan.sig", "not an SSH signature already exists");
    assertThat(signature).hasContent("my notes");
  }

  @Test
  void a_plan_that_was_replaced_meanwhile_is_not_signed() throws Exception {
    String digest = saved("one");
    saved("two");

    assertThatThrownBy(() -> sign(new Ed25519(), digest))
        .hasMessageContaining("another plan was saved there");

    assertThat(signature).doesNotExist();
  }

  @Test
  void what_verify_would_refuse_is_not_written() throws Exception {
    String digest = saved("one");
    Ed25519 key = new Ed25519();
    KeySigner wrong = (path, _, waiting) -> key.sign(path, new byte[1], waiting);
    KeySigner old =
        (path, data, waiting) ->
            new KeySignature(
                wire("ssh-dss".getBytes(StandardCharsets.US_ASCII)),
                key.sign(path, data, waiting).signature());

    assertThatThrownBy(() -> sign(wrong, digest)).hasMessageContaining("its signature is wrong");
    assertThatThrownBy(() -> sign(old, digest))
        .hasMessageContainingAll("the key key cannot be used", "ssh-dss");
    assertThat(signature).doesNotExist();
  }

  @Test
  void an_interrupt_stays_one() {
    String digest = saved("one");
    ShellException interrupted =
        new ShellException(new ShellFailure.Interrupted("signing", "it was interrupted"));

    assertThatThrownBy(
            () ->
                sign(
                    (_, _, _) -> {
                      throw interrupted;
                    },
                    digest))
        .isSameAs(interrupted);
  }
}
