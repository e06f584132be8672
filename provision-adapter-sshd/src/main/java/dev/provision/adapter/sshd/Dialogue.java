package dev.provision.adapter.sshd;

import dev.provision.ports.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is said on a channel until the program there runs, with a password given if one is asked
/// for.
///
/// A password is given once. Who asks again has refused it, and is not tried a second time: many
/// hosts lock a login after a few.
final class Dialogue {
  /// How it ended.
  enum End {
    /// The program runs.
    READY,
    /// The password was refused, or something else was asked.
    REFUSED,
    /// There was no password to give.
    NO_PASSWORD,
    /// The program ended, or the connection.
    ENDED,
    /// It was neither asked nor begun in time.
    LATE
  }

  /// A line without an end, after which nothing comes for so long, is a question.
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final int MOST = 1 << 16;

  private final QueuedChannel channel;
  private final String ready;
  private final String prompt;
  private final String start;
  private final StringBuilder said = new StringBuilder();
  private boolean started;
  private boolean asked;
  private @Nullable String given;
  private long deadline;

  /// @param start what is said before any question; empty if nothing is
  /// @param ready what is said when the program runs
  /// @param prompt the question for the password, where it is known beforehand; else empty
  Dialogue(QueuedChannel channel, String start, String ready, String prompt) {
    this.channel = channel;
    this.start = start;
    this.started = start.isEmpty();
    this.ready = ready;
    this.prompt = prompt;
  }

  /// Whether a password was asked for.
  boolean asked() {
    return asked;
  }

  /// What was said since the last answer, without the password and our own words.
  String words() {
    String words = said.toString().replace(prompt, "").replace("\r", "");
    String secret = given == null ? "" : given;
    return (secret.isEmpty() ? words : words.replace(secret, "******")).strip();
  }

  /// When its time is over; what a person took to think of the password does not count.
  long deadline() {
    return deadline;
  }

  /// Goes on until the program runs or will not, or the time is over.
  ///
  /// @param until in terms of `System.nanoTime()`
  End hold(Optional<Secret> password, long until) throws InterruptedException, IOException {
    deadline = until;
    while (true) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return End.LATE;
      }
      Optional<QueuedChannel.Piece> piece =
          channel.poll(Duration.ofNanos(Math.min(left, PAUSE.toNanos())));
      if (piece.isPresent()) {
        if (!(piece.get() instanceof QueuedChannel.Piece.Data data)) {
          return End.ENDED;
        }
        hear(data);
      }
      if (said.indexOf(ready) >= 0) {
        return End.READY;
      }
      if (isQuestion(piece.isEmpty() && left > PAUSE.toNanos())) {
        if (given != null) {
          return End.REFUSED;
        }
        asked = true;
        if (password.isEmpty()) {
          return End.NO_PASSWORD;
        }
        long before = System.nanoTime();
        String revealed = password.get().reveal();
        deadline += System.nanoTime() - before;
        give(revealed);
      }
    }
  }

  private void hear(QueuedChannel.Piece.Data data) {
    said.append(new String(data.bytes(), StandardCharsets.UTF_8));
    channel.taken(data);
    int at = started ? -1 : said.indexOf(start);
    if (at >= 0) {
      started = true;
      said.delete(0, at + start.length());
    }
    if (said.length() > MOST) {
      said.delete(0, said.length() - MOST);
    }
  }

  private boolean isQuestion(boolean paused) {
    if (!started || said.isEmpty()) {
      return false;
    }
    String line = said.substring(said.lastIndexOf("\n") + 1).strip();
    boolean colon = line.endsWith(":") || line.endsWith("\uff1a");
    return prompt.isEmpty()
        ? colon || (paused && !line.isEmpty())
        : said.indexOf(prompt) >= 0 || (paused && colon);
  }

  private void give(String password) throws IOException {
    given = password;
    said.setLength(0);
    OutputStream out = channel.getInvertedIn();
    out.write((password + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
