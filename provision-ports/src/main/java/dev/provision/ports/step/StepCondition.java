package dev.provision.ports.step;

import java.util.List;

/// What must hold for a step to be applied. It is decided on the node.
///
/// What the node remembers for this is in files: for root in `/var/lib/provision`, for other users
/// in `~/.local/state/provision`. The directory is created when it is first needed, with mode 0700.
/// If others can change it, or if it cannot be written, the step that needs it fails, and the
/// reason names it.
public sealed interface StepCondition {
  /// The node runs one of these systems on one of these architectures.
  ///
  /// @param systems compared with `ID` and the words of `ID_LIKE` in the node's `os-release`, such
  ///   as `debian`; empty: any
  /// @param architectures compared with `uname -m`, where `amd64` is `x86_64` and `arm64` is
  ///   `aarch64`; empty: any
  record OnSystem(List<String> systems, List<String> architectures) implements StepCondition {
    private static final String PUNCTUATION = "._-";

    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException if a name has other characters than letters, digits and
    ///   `._-`
    public OnSystem {
      systems = checked(systems);
      architectures = checked(architectures);
    }

    private static List<String> checked(List<String> names) {
      for (String name : names) {
        if (name.isEmpty() || !name.chars().allMatch(OnSystem::isAllowed)) {
          throw new IllegalArgumentException("'" + name + "' is not the name of a system");
        }
      }
      return List.copyOf(names);
    }

    private static boolean isAllowed(int one) {
      return one < 128 && (Character.isLetterOrDigit(one) || PUNCTUATION.indexOf(one) >= 0);
    }
  }

  /// The step has not succeeded on this node under this key.
  ///
  /// A success is remembered in the file `once/KEY`: when it was, and the step's target. If the
  /// file is removed, the step is applied again. A script whose run is killed before its success is
  /// remembered runs again.
  ///
  /// @param key 1 to 100 of the characters `a-z0-9-`
  record Once(String key) implements StepCondition {
    /// @throws IllegalArgumentException if the key has another form
    public Once {
      StepCondition.checkKey(key);
    }
  }

  /// One of these earlier steps has changed something, and the step has not succeeded since: in
  /// this run, or in an earlier one that did not get that far.
  ///
  /// A step changes something if it installs keys or a file that were missing or different, or
  /// changes anything in a directory. A conditional script changes something if it runs; any other
  /// script runs always, and so does not count.
  ///
  /// That the step is due is remembered in the file `due/KEY`, before the first of the other steps
  /// is applied, until the step has succeeded.
  ///
  /// @param key 1 to 100 of the characters `a-z0-9-`; the same in each run
  /// @param steps their places in the list of steps, from 0
  record Changed(String key, List<Integer> steps) implements StepCondition {
    /// Copies the list.
    ///
    /// @throws IllegalArgumentException if the key has another form
    public Changed {
      StepCondition.checkKey(key);
      steps = List.copyOf(steps);
    }
  }

  private static void checkKey(String key) {
    String allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    boolean good = key.chars().allMatch(one -> allowed.indexOf(one) >= 0);
    if (key.isEmpty() || key.length() > 100 || !good) {
      throw new IllegalArgumentException(
          "'" + key + "' is not a key: 1 to 100 of the characters a-z, 0-9 and '-'");
    }
  }
}
