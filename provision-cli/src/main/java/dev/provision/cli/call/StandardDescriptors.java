package dev.provision.cli.call;

import java.io.FileDescriptor;
import java.lang.reflect.Constructor;

/// The descriptors that this process was started with.
///
/// The launcher gives Java standard error for both of its output streams, and this program's
/// standard output by another number, which nobody else knows: see docs/adr/0046.
final class StandardDescriptors {
  private static final int STANDARD_OUTPUT = 1;

  private StandardDescriptors() {}

  /// The number of the one for results.
  static int results() {
    return Integer.getInteger("provision.results", STANDARD_OUTPUT);
  }

  /// The one for results.
  static FileDescriptor ofResults() {
    int number = results();
    if (number == STANDARD_OUTPUT) {
      return FileDescriptor.out;
    }
    try {
      Constructor<FileDescriptor> numbered = FileDescriptor.class.getDeclaredConstructor(int.class);
      numbered.setAccessible(true); // the launcher opens the package for that
      return numbered.newInstance(number);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("descriptor " + number + " cannot be written to", e);
    }
  }
}
