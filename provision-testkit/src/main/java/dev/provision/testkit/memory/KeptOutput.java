package dev.provision.testkit.memory;

import dev.provision.ports.step.Output;
import java.util.Arrays;
import java.util.function.Consumer;

/// What a script wrote: all of it for the observer, its end for the result.
///
/// @param all every byte
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeptOutput(byte[] all) {
  private static final int MOST_KEPT = 256 * 1024;

  void tell(Consumer<byte[]> observer) {
    if (all.length > 0) {
      observer.accept(all.clone());
    }
  }

  Output output() {
    int from = Math.max(0, all.length - MOST_KEPT);
    return new Output(Arrays.copyOfRange(all, from, all.length), all.length);
  }
}
