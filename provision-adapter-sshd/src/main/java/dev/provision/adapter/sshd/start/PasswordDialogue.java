package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.text.FinalWords;
import dev.provision.adapter.sshd.transport.QueuedChannel;
import dev.provision.ports.Secret;
import dev.provision.ports.step.StepObserver.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is said on a channel until the program there runs, with a password given if one is asked
/// for in the form that is known to be the program's.
///
/// A password is given once. Who asks again has refused it, and is not tried a second time: many
/// hosts lock a login after a few.
///
/// Tested by `PrivilegeTest` and `UnknownReaderTest`.
final class PasswordDialogue {
  /// How it ended.
  enum End {
    /// The program runs.
    READY,
    /// The password was refused.
    REFUSED,
    /// There was no password to give.
    NO_PASSWORD,
    /// Something was asked in a form that is not known.
    OTHER_QUESTION,
    /// The program runs, but one of its streams goes elsewhere.
    REDIRECTED,
    /// The host says that it lets the login do nothing.
    TURNED_AWAY,
    /// The program ended, or the connection.
    ENDED,
    /// Nothing that is known was said; perhaps somebody else reads there.
    NOTHING,
    /// It was neither asked nor begun in time.
    LATE
  }

  /// A line without an end, after which nothing comes for so long, is a question.
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final int MOST = 1 << 16;

  private final QueuedChannel channel;
  private final String start;
  private final String ready;
  private final Set<Stream> streams;
  private final Prompt prompt;
  private final Map<Stream, StringBuilder> said = new EnumMap<>(Stream.class);
  private final Set<Stream> readyOn = EnumSet.noneOf(Stream.class);
  private @Nullable StringBuilder asking;
  private Optional<String> whose = Optional.empty();
  private boolean asked;
  private @Nullable String given;
  private long deadline;

  /// @param start what is said before any question; empty if nothing is
  /// @param ready what is said when the program runs
  /// @param streams where that is said
  /// @param prompt the question for the password
  PasswordDialogue(
      QueuedChannel channel, String start, String ready, Set<Stream> streams, Prompt prompt) {
    this.channel = channel;
    this.start = start;
    this.ready = ready;
    this.streams = streams;
    this.prompt = prompt;
  }

  /// Whether a password was asked for.
  boolean asked() {
    return asked;
  }

  /// Whose password was asked for, if that was said.
  Optional<String> whose() {
    return whose;
  }

  /// Whether the login shell has done what it was told.
  boolean started() {
    return asking != null;
  }

  /// Which stream it is that goes elsewhere.
  boolean isHeardOn(Stream stream) {
    return readyOn.contains(stream);
  }

  /// What was said since the last answer, without the password and our own words.
  String words() {
    StringBuilder words = new StringBuilder();
    for (StringBuilder text : said.values()) {
      words.append(words.isEmpty() ? "" : "\n").append(text);
    }
    String plain = words.toString().replace("\r", "").replace(ready, "");
    plain = prompt.without(plain);
    String secret = given == null ? "" : given;
    return (secret.isEmpty() ? plain : plain.replace(secret, "******")).strip();
  }

  /// The rest of the line that begins so.
  Optional<String> behind(String mark) {
    String text = String.join("\n", said.values());
    int from = text.indexOf(mark);
    return from < 0 ? Optional.empty() : text.substring(from + mark.length()).lines().findFirst();
  }

  /// What came behind the words that the program runs, on standard output.
  String rest() {
    String text = String.valueOf(said.getOrDefault(Stream.STDOUT, new StringBuilder()));
    int at = text.indexOf(ready);
    return at < 0 ? "" : text.substring(at + ready.length());
  }

  /// When its time is over; what a person took to think of the password does not count.
  long deadline() {
    return deadline;
  }

  /// Goes on until the program runs or will not, or the time is over.
  ///
  /// @param patience how long the login shell may take to do what it was told
  /// @param until in terms of `System.nanoTime()`
  End hold(Optional<Secret> password, Duration patience, long until)
      throws InterruptedException, IOException {
    deadline = until;
    long nothing = System.nanoTime() + patience.toNanos();
    while (true) {
      long now = System.nanoTime();
      if (deadline - now <= 0) {
        return End.LATE;
      }
      boolean heard = started() || !readyOn.isEmpty();
      if (!heard && nothing - now <= 0) {
        return End.NOTHING;
      }
      long left = Math.min(deadline - now, heard ? Long.MAX_VALUE : nothing - now);
      Optional<QueuedChannel.Piece> piece =
          channel.poll(Duration.ofNanos(Math.min(left, PAUSE.toNanos())));
      if (piece.isPresent()) {
        if (!(piece.get() instanceof QueuedChannel.Piece.Data data)) {
          return End.ENDED;
        }
        hear(data);
      }
      boolean paused = piece.isEmpty() && left >= PAUSE.toNanos();
      Optional<End> end = judge(paused, password);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private Optional<End> judge(boolean paused, Optional<Secret> password) throws IOException {
    if (readyOn.containsAll(streams)) {
      return Optional.of(End.READY);
    }
    if (!readyOn.isEmpty()) {
      return paused ? Optional.of(End.REDIRECTED) : Optional.empty();
    }
    for (StringBuilder text : said.values()) {
      if (mayAsk(text) && prompt.isIn(text)) {
        whose = prompt.whose(text.toString());
        return answer(password);
      }
    }
    if (paused && FinalWords.in(words()).isPresent()) {
      return Optional.of(End.TURNED_AWAY);
    }
    return paused && isOtherQuestion() ? Optional.of(End.OTHER_QUESTION) : Optional.empty();
  }

  /// Before the program runs, others may ask in the same form; and a login shell that traces what
  /// it does repeats the command line, with the token in it.
  private boolean mayAsk(StringBuilder text) {
    return text == asking;
  }

  private boolean isOtherQuestion() {
    return asking != null && !(prompt instanceof Prompt.None) && !Prompt.unended(asking).isEmpty();
  }

  private Optional<End> answer(Optional<Secret> password) throws IOException {
    if (given != null) {
      return Optional.of(End.REFUSED);
    }
    asked = true;
    if (password.isEmpty()) {
      return Optional.of(End.NO_PASSWORD);
    }
    long before = System.nanoTime();
    String revealed = password.get().reveal();
    deadline += System.nanoTime() - before;
    give(revealed);
    return Optional.empty();
  }

  private void hear(QueuedChannel.Piece.Data data) {
    StringBuilder text = said.computeIfAbsent(data.stream(), _ -> new StringBuilder());
    text.append(new String(data.bytes(), StandardCharsets.UTF_8));
    channel.taken(data);
    int at = started() || start.isEmpty() ? -1 : text.indexOf(start);
    if (at >= 0) {
      asking = text;
      said.values().forEach(other -> other.setLength(other == text ? other.length() : 0));
      text.delete(0, at + start.length());
    }
    if (text.indexOf(ready) >= 0) {
      readyOn.add(data.stream());
    }
    if (text.length() > MOST) {
      text.delete(0, text.length() - MOST);
    }
  }

  private void give(String password) throws IOException {
    given = password;
    said.values().forEach(text -> text.setLength(0));
    OutputStream out = channel.getInvertedIn();
    out.write((password + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
