package dev.provision.library.configuration.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A file that decides what this program runs or whom it tells secrets: nobody but root and the
/// user may be able to change it, a directory on the way to it, or a link on that way.
///
/// As OpenSSH does for the files that let somebody log in, with two exceptions. A group that is
/// called like the file's owner is that user's own, as Debian and Fedora give everybody one, and
/// may write. In a directory with the sticky bit, such as `/tmp`, others may write, since they can
/// change there only what is theirs.
///
/// @param path the file; it need not be there
/// @param owners the ids of users whose files are trusted
public record TrustedPath(Path path, Set<Integer> owners) {
  private static final int STICKY = 01000;
  private static final int GROUP_WRITE = 020;
  private static final int OTHERS_WRITE = 02;
  private static final int MOST_LINKS = 40;

  /// What others can change.
  ///
  /// @param where the file, directory or link
  /// @param why in what way
  /// @param cure the command that puts it right
  public record Flaw(Path where, String why, String cure) {
    @Override
    public String toString() {
      return where + " " + why + "; run: " + cure;
    }
  }

  /// Copies the ids.
  public TrustedPath {
    owners = Set.copyOf(owners);
  }

  /// The path, with root and this user as those whose files are trusted; and, where root works on
  /// somebody's behalf (sudo), with that user.
  ///
  /// @param path a file
  /// @param variables the environment, which says on whose behalf root works
  public static TrustedPath of(Path path, Map<String, String> variables) {
    Set<Integer> owners = new HashSet<>(Set.of(0));
    try {
      int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      owners.add(self);
      String sudo = variables.getOrDefault("SUDO_UID", "");
      if (self == 0 && sudo.matches("[0-9]{1,9}")) {
        owners.add(Integer.valueOf(sudo));
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      // No Linux: nothing is known of owners, so nothing is refused because of them.
      owners.clear();
    }
    return new TrustedPath(path, owners);
  }

  /// The same path; the directory's owner is trusted, too. Whoever owns a configuration decides
  /// anyway what comes from it: a colleague, or the user outside of a container.
  public TrustedPath orOwnerOf(Path directory) {
    Set<Integer> more = new HashSet<>(owners);
    try {
      if (!owners.isEmpty()) {
        more.add((Integer) Files.getAttribute(directory, "unix:uid"));
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      // Nobody else is trusted, then.
    }
    return new TrustedPath(path, more);
  }

  /// What lets others change the file; nothing if it is trusted, not there, or nobody can say.
  public Optional<Flaw> flaw() {
    try {
      return walk();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      // What cannot be looked at cannot be read, either: whoever reads the file says why.
      return Optional.empty();
    }
  }

  /// The same, of a file in a directory that is trusted.
  public Optional<Flaw> ownFlaw() {
    try {
      return Files.isSymbolicLink(path) ? walk() : flaw(path, false);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// What gives the file itself to another user, whoever else may write to it.
  public Optional<Flaw> ownerFlaw() {
    try {
      Optional<Flaw> flaw = ownerFlaw(path);
      return flaw.isEmpty() && Files.isSymbolicLink(path) ? ownerFlaw(path.toRealPath()) : flaw;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Optional<Flaw> walk() throws IOException {
    Path at = path.toAbsolutePath().getRoot();
    Deque<Path> rest = new ArrayDeque<>();
    path.toAbsolutePath().forEach(rest::add);
    Optional<Flaw> flaw = flaw(at, true);
    for (int links = 0; flaw.isEmpty() && !rest.isEmpty() && links < MOST_LINKS; ) {
      Path next = at.resolve(rest.remove()).normalize();
      if (Files.isSymbolicLink(next)) {
        links++;
        flaw = ownerFlaw(next);
        Path target = Files.readSymbolicLink(next);
        Deque<Path> further = new ArrayDeque<>();
        target.forEach(further::add);
        further.descendingIterator().forEachRemaining(rest::addFirst);
        at = target.isAbsolute() ? target.getRoot() : at;
      } else {
        // Beside the file itself, others could put what it refers to.
        flaw = flaw(next, rest.size() > 1);
        at = next;
      }
    }
    return flaw;
  }

  /// @param sticky whether others may write to a directory where they can change only what is
  ///   theirs
  private Optional<Flaw> flaw(Path file, boolean sticky) throws IOException {
    Optional<Flaw> owner = ownerFlaw(file);
    if (owner.isPresent()) {
      return owner;
    }
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if (sticky && Files.isDirectory(file) && (mode & STICKY) != 0) {
      return Optional.empty();
    }
    boolean others = (mode & OTHERS_WRITE) != 0;
    boolean group = (mode & GROUP_WRITE) != 0 && !isOwnersGroup(file);
    if (!others && !group) {
      return Optional.empty();
    }
    String who = others ? "everybody" : "its group";
    String why = String.format(Locale.ROOT, "is writable by %s (mode %04o)", who, mode & 07777);
    return Optional.of(new Flaw(file, why, "chmod go-w " + file));
  }

  private Optional<Flaw> ownerFlaw(Path file) throws IOException {
    int owner = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owners.isEmpty() || owners.contains(owner)) {
      return Optional.empty();
    }
    String name = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    String why = "belongs to " + name + ", who can change it";
    return Optional.of(new Flaw(file, why, "sudo chown -h \"$(id -u)\" " + file));
  }

  private static boolean isOwnersGroup(Path file) throws IOException {
    PosixFileAttributes read =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return read.group().getName().equals(read.owner().getName());
  }
}
