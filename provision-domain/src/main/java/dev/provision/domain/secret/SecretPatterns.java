package dev.provision.domain.secret;

import dev.provision.domain.variable.VariableValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds secrets in what people would see, in all their [SecretForms], and masks them.
///
/// The automaton of Aho and Corasick: it reads each byte once, however many secrets there are.
public final class SecretPatterns {
  /// Nothing is secret.
  public static final SecretPatterns NONE = of(List.of());

  /// Shorter values are not masked: they are found in any text by chance.
  public static final int SHORTEST = 6;

  /// What stands in a secret's place.
  public static final String MASK = "******";

  private static final int NONE_YET = -1;

  /// By state: the first of its children, the next of its parent's, the byte that leads to it.
  private int[] child = new int[64];

  private int[] sibling = new int[64];
  private byte[] label = new byte[64];

  /// By state: how many bytes it stands for, and how many of them at its end are a secret.
  private int[] depth = new int[64];

  private int[] found = new int[64];
  private int[] suffix = new int[64];
  private int states;

  private SecretPatterns(Collection<String> forms) {
    state((byte) 0, 0);
    for (String form : forms) {
      add(form.getBytes(StandardCharsets.UTF_8));
    }
    link();
  }

  /// Those of these values.
  public static SecretPatterns of(Collection<VariableValue.Hidden> secrets) {
    Set<String> forms = new LinkedHashSet<>();
    for (VariableValue.Hidden secret : secrets) {
      String text = secret.reveal();
      if (text.length() >= SHORTEST) {
        forms.addAll(SecretForms.of(text));
      }
    }
    return new SecretPatterns(forms);
  }

  /// Whether nothing is masked.
  public boolean isEmpty() {
    return states == 1;
  }

  /// The text with every secret masked.
  public String mask(String text) {
    if (isEmpty()) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] masked = mask(bytes);
    return Arrays.equals(bytes, masked) ? text : new String(masked, StandardCharsets.UTF_8);
  }

  /// The bytes with every secret masked.
  public byte[] mask(byte[] bytes) {
    MaskedStream stream = stream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(stream.next(bytes));
    out.writeBytes(stream.end());
    return out.toByteArray();
  }

  /// A stream whose pieces are masked as they come.
  public MaskedStream stream() {
    return new MaskedStream(this);
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

  /// How many bytes back the text can still belong to a secret.
  int pending(int state) {
    return depth[state];
  }

  /// How many bytes back a secret begins that ends here; 0 if none does.
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

  private void add(byte[] form) {
    int at = 0;
    for (byte one : form) {
      int to = child(at, one);
      if (to == NONE_YET) {
        to = state(one, depth[at] + 1);
        sibling[to] = child[at];
        child[at] = to;
      }
      at = to;
    }
    found[at] = form.length;
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
