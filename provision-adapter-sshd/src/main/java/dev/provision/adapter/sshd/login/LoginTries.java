package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.Identity;
import dev.provision.adapter.sshd.text.FinalWords;
import dev.provision.ports.shell.Obstacle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was tried to log in to a host, and what the host made of it.
final class LoginTries {
  private static final Logger LOG = LoggerFactory.getLogger("provision.ssh");

  private final List<String> tried;
  private final List<String> right = new ArrayList<>();
  private final Set<Obstacle> obstacles = EnumSet.noneOf(Obstacle.class);
  private @Nullable List<String> accepted;

  /// @param tried what was tried on earlier connections; receives what is tried on this one
  LoginTries(List<String> tried) {
    this.tried = tried;
  }

  int count() {
    return tried.size();
  }

  /// Forgets what came after the first so many.
  void keepOnly(int count) {
    tried.subList(count, tried.size()).clear();
  }

  void begin(String way) {
    tried.add(way);
    LOG.debug("trying {}", way);
  }

  /// What is tried at present; empty before the first.
  Optional<String> present() {
    return tried.isEmpty() ? Optional.empty() : Optional.of(tried.getLast());
  }

  /// The present one was right, though not enough.
  void wasRight() {
    right.add(tried.getLast());
  }

  /// The host takes no key of this one's type.
  void isOfOtherType(Identity key) {
    obstacles.add(Obstacle.KEY_TYPE);
    amend(key.description() + " (of the type " + key.type() + ", which the host does not accept)");
  }

  /// The host was not asked, since this key signs nothing.
  void cannotSign(Identity key, Exception reason) {
    if (key.mayAskPerson()) {
      obstacles.add(Obstacle.AGENT_REFUSED);
    }
    amend(key.description() + " (which cannot sign: " + reason.getMessage() + ")");
  }

  void hasExpired() {
    amend("password (which has expired and must be changed)");
  }

  private void amend(String way) {
    tried.set(tried.size() - 1, way);
    LOG.debug("it is {}", way);
  }

  /// The host has said which kinds of login it takes.
  void takes(List<String> methods) {
    accepted = methods;
    LOG.debug("the host takes {}", methods);
  }

  /// Whether the host takes this kind of login, as far as we know.
  boolean mayTake(String method) {
    return accepted == null || takesForSure(method);
  }

  /// Whether the host has said that it takes this kind of login.
  boolean takesForSure(String method) {
    return accepted != null && accepted.contains(method);
  }

  /// There is nothing more to try.
  ///
  /// @param ending what the host said when it ended the connection, if it did
  /// @param banner what it said before
  /// @param notes what else people should know
  LoginDialogue.Outcome.Rejected rejected(
      String user, Optional<String> ending, Optional<String> banner, List<String> notes) {
    banner.flatMap(FinalWords::in).ifPresent(obstacles::add);
    if (!right.isEmpty()) {
      obstacles.add(Obstacle.MORE_WANTED);
    }
    String words =
        "the host rejected "
            + user
            + (right.isEmpty() ? "" : ", though it accepted " + String.join(", ", right))
            + (tried.isEmpty()
                ? " (there were no credentials to try)"
                : ": tried " + String.join(", ", tried))
            + (accepted == null
                ? ""
                : (right.isEmpty() ? "; it accepts " : "; it requires more: ")
                    + String.join(", ", accepted))
            + ending.map(text -> "; it said: " + text).orElse("")
            + banner.map(text -> "; it said: " + text.strip()).orElse("")
            + (notes.isEmpty() ? "" : "; " + String.join("; ", notes));
    return new LoginDialogue.Outcome.Rejected(
        words, obstacles.stream().min(Comparator.naturalOrder()).orElse(Obstacle.UNKNOWN));
  }
}
