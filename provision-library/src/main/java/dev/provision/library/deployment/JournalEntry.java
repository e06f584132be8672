package dev.provision.library.deployment;

/// The kinds of lines in `journal.jsonl`. Their names are part of a file format (see
/// docs/compatibility.md) and do not change with the names of classes.
enum JournalEntry {
  STARTED("Started"),
  CREATING("Creating"),
  CREATED("Created"),
  AWAITING("Awaiting"),
  SILENT("Silent"),
  RUNNING("Running"),
  CONNECTED("Connected"),
  NOT_READY("NotReady"),
  CONSOLE_READ("ConsoleRead"),
  NODE_BUSY("NodeBusy"),
  APPLYING("Applying"),
  STEP_STARTED("StepStarted"),
  STEP_FINISHED("StepFinished"),
  WARNED("Warned"),
  DESTROYING("Destroying"),
  DESTROYED("Destroyed"),
  FINISHED("Finished");

  private final String written;

  JournalEntry(String written) {
    this.written = written;
  }

  /// As it is written.
  String written() {
    return written;
  }
}
