package dev.provision.domain.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/// Finds any of many texts: the automaton of Aho and Corasick, which reads each byte once.
///
/// Tested by `SecretPatternsTest`.
final class TextAutomaton {
  private static final int NONE_YET = -1;

  /// By state: the first of its children, the next of its parent's, the byte that leads to it.
  private int[] child = new int[64];

  private int[] sibling = new int[64];
  private byte[] label = new byte[64];

  /// By state: how many bytes it stands for, and how many of them at its end are one of the texts.
  private int[] depth = new int[64];

  private int[] found = new int[64];
  private int[] suffix = new int[64];
  private int states;

  TextAutomaton(Collection<String> texts) {
    state((byte) 0, 0);
    for (String text : texts) {
      add(text.getBytes(StandardCharsets.UTF_8));
    }
    link();
  }

  /// Whether there is nothing to find.
  boolean isEmpty() {
    return states == 1;
  }

  /// The state after a byte.
  int next(int state, byte one) {
    int at = state;
    while (true) {
      int to = child(at, one);
      if (to != NONE_YET) {
        return to;
      }
      if (at == 0) {
        return 0;
      }
      at = suffix[at];
    }
  }

  /// How many bytes back one of the texts can have begun.
  int pending(int state) {
    return depth[state];
  }

  /// How many bytes back one of the texts begins that ends here; 0 if none does.
  int found(int state) {
    return found[state];
  }

  private int child(int state, byte one) {
    int at = child[state];
    while (at != NONE_YET && label[at] != one) {
      at = sibling[at];
    }
    return at;
  }

  private int state(byte one, int length) {
    if (states == child.length) {
      int more = states * 2;
      child = Arrays.copyOf(child, more);
      sibling = Arrays.copyOf(sibling, more);
      label = Arrays.copyOf(label, more);
      depth = Arrays.copyOf(depth, more);
      found = Arrays.copyOf(found, more);
      suffix = Arrays.copyOf(suffix, more);
    }
    child[states] = NONE_YET;
    sibling[states] = NONE_YET;
    label[states] = one;
    depth[states] = length;
    return states++;
  }

  private void add(byte[] text) {
    int at = 0;
    for (byte one : text) {
      int to = child(at, one);
      if (to == NONE_YET) {
        to = state(one, depth[at] + 1);
        sibling[to] = child[at];
        child[at] = to;
      }
      at = to;
    }
    found[at] = text.length;
  }

  /// Sets each state's longest suffix that is a state, too, from the shortest on.
  private void link() {
    Deque<Integer> open = new ArrayDeque<>();
    for (int at : children(0)) {
      open.add(at);
    }
    while (!open.isEmpty()) {
      int state = open.remove();
      found[state] = Math.max(found[state], found[suffix[state]]);
      for (int at : children(state)) {
        suffix[at] = next(suffix[state], label[at]);
        open.add(at);
      }
    }
  }

  private List<Integer> children(int state) {
    List<Integer> children = new ArrayList<>();
    for (int at = child[state]; at != NONE_YET; at = sibling[at]) {
      children.add(at);
    }
    return children;
  }
}
