package dev.provision.adapter.sshd.apply;

/// How a step has ended, as [RunnerMark#ENDED] says it: a letter of the wire format (ADR 11), a
/// value, and remarks.
enum StepOutcome {
  /// How many keys were added.
  KEYS_AUTHORIZED("K"),
  /// `new`, or `same` if there was nothing to do.
  FILE_PUT("P"),
  /// How many entries were written, and how much was removed: `WRITTEN/REMOVED`.
  DIRECTORY_PUT("D"),
  /// The script's exit status.
  EXITED("X"),
  /// The name of the signal that ended the script.
  SIGNALED("S"),
  /// `-`: the script was ended after its time limit.
  TIMED_OUT("T"),
  /// `-`: the node has started again.
  REBOOTED("A"),
  /// Nothing: the reason is what was said since the step began.
  FAILED("F"),
  /// `-`, and the reason in place of remarks. Such a step has not begun.
  NOT_NEEDED("N");

  private final String letter;

  StepOutcome(String letter) {
    this.letter = letter;
  }

  String letter() {
    return letter;
  }

  static StepOutcome of(String letter) {
    for (StepOutcome outcome : values()) {
      if (outcome.letter.equals(letter)) {
        return outcome;
      }
    }
    throw new IllegalStateException("unknown outcome: " + letter);
  }
}
