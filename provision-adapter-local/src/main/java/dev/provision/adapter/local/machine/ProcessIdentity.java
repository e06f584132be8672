package dev.provision.adapter.local.machine;

/// Which process is meant, beyond doubt: its number alone may have been given to another one since.
///
/// @param pid its number, as this machine counts
/// @param startTicks when it started, in the kernel's clock ticks since boot
/// @param bootId the boot of the machine in which it started
/// @param namespace the process id namespace it is in, such as `pid:[4026531836]`
public record ProcessIdentity(long pid, long startTicks, String bootId, String namespace) {
  /// No process at all; none has the number 0.
  public static final ProcessIdentity NONE = new ProcessIdentity(0, 0, "none", "none");

  /// Reads what [#toString()] wrote.
  ///
  /// @throws IllegalArgumentException if the text has another form
  public static ProcessIdentity parse(String text) {
    String[] parts = text.strip().split(" ", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not a process (expected 4 words): " + text);
    }
    return new ProcessIdentity(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2], parts[3]);
  }

  @Override
  public String toString() {
    return pid + " " + startTicks + " " + bootId + " " + namespace;
  }
}
