package dev.provision.adapter.sshd.apply;

import java.util.BitSet;

/// Which contents of a directory the node has asked for.
///
/// @param index the place of the step
/// @param numbers the places of the entries
record AskedContents(int index, BitSet numbers) {
  /// @param ranges such as `0-12,15`
  static AskedContents parse(int index, String ranges) {
    BitSet numbers = new BitSet();
    for (String range : ranges.split(",", -1)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
      numbers.set(first, last + 1);
    }
    return new AskedContents(index, numbers);
  }
}
