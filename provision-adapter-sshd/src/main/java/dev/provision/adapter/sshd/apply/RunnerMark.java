package dev.provision.adapter.sshd.apply;

/// What the runner says between the output of scripts: a letter of the wire format (ADR 11), and
/// words that belong to it.
enum RunnerMark {
  /// A step begins: INDEX.
  BEGUN("B"),
  /// Its script runs, and all that follows is the script's output: INDEX.
  RUNNING("R"),
  /// Contents of a directory are needed: INDEX, and ranges of entries, which end with a period;
  /// until then, more of them follow in the next mark.
  NEEDED("N"),
  /// A step has ended: INDEX [StepOutcome], and what belongs to that.
  ENDED("E"),
  /// The node is about to go down, or going down: INDEX and its boot ID. Repeated while it does.
  GOING_DOWN("O"),
  /// Another run has the node, and is waited for: its HOLDER.
  WAITING("W"),
  /// Another run has the node, so nothing is done: its HOLDER.
  BUSY("Y"),
  /// All is done.
  DONE("Z");

  private final String letter;

  RunnerMark(String letter) {
    this.letter = letter;
  }

  String letter() {
    return letter;
  }

  static RunnerMark of(String letter) {
    for (RunnerMark mark : values()) {
      if (mark.letter.equals(letter)) {
        return mark;
      }
    }
    throw new IllegalStateException("unknown mark: " + letter);
  }
}
