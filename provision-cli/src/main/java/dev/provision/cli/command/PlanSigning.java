package dev.provision.cli.command;

import dev.provision.cli.call.Invocation;
import dev.provision.cli.option.CommonOptions;
import dev.provision.cli.option.OptionValueHelp;
import dev.provision.cli.output.OutputGate;
import dev.provision.cli.terminal.Passphrases;
import dev.provision.cli.terminal.Tty;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.plan.PlanSigner;
import dev.provision.ports.shell.RemoteShellPort.WaitObserver;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/// `--sign` of `provision plan`.
///
/// Tested by `PlanSigningTest`.
final class PlanSigning {
  private final Invocation invocation;
  private final CommonOptions common;

  private final OptionSpec sign =
      OptionSpec.builder("--sign")
          .type(Path.class)
          .paramLabel("KEY")
          .description(
              "Sign the saved plan in FILE.sig, as 'ssh-keygen -Y sign -n provision' does. KEY is"
                  + " a file with a private key, or with a public key that an agent has.")
          .build();

  /// @param common options that the key's surroundings come from
  PlanSigning(Invocation invocation, CommonOptions common) {
    this.invocation = invocation;
    this.common = common;
  }

  OptionSpec spec() {
    return sign;
  }

  private Optional<Path> key() {
    return OptionValueHelp.of(sign, Path.class).map(invocation.workingDirectory()::resolve);
  }

  private PlanSigner signer() {
    return common.builder(invocation).passphrase(new Passphrases(new Tty())).planSigner();
  }

  /// Refuses what cannot be signed, before anything is saved.
  ///
  /// @param plan where it is, or will be
  /// @param verifies whether a signature is verified, too
  void check(Optional<Path> plan, boolean verifies) {
    if (key().isEmpty()) {
      return;
    }
    if (verifies) {
      throw new ProblemsException(
          Problem.of("--sign and --verify cannot be given together")
              .next("sign the plan, then run: provision plan FILE --verify SIGNERS"));
    }
    Path file =
        plan.orElseThrow(
            () ->
                new ProblemsException(
                    Problem.of("--sign: there is no saved plan to sign")
                        .next("add --save FILE, or run: provision plan FILE --sign KEY")));
    PlanSigner.check(invocation.workingDirectory().resolve(file));
  }

  /// Signs a plan, if that is asked for.
  void sign(Path plan, String digest) {
    if (key().isEmpty()) {
      return;
    }
    OutputGate err = invocation.streams().err();
    WaitObserver waiting =
        words -> {
          err.message(words);
          err.flush();
        };
    // Nobody gives a passphrase for a plan before it is shown.
    invocation.streams().out().flush();
    err.message("the signature is in " + signer().sign(plan, digest, key().orElseThrow(), waiting));
  }
}
