package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.start.RunnerChannel;
import dev.provision.adapter.sshd.start.RunnerCommand;
import dev.provision.adapter.sshd.start.RunnerExit;
import dev.provision.adapter.sshd.start.StartWatch;
import dev.provision.adapter.sshd.transport.Connection;
import dev.provision.adapter.sshd.transport.QueuedChannel;
import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.ports.step.StepResult;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run of steps over one channel.
///
/// Tested by `NodeLockTest` and `BrokenConnectionTest`.
public final class ApplyRun {
  /// How often it is looked whether the host is silent, and how often that is told.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Connection connection;
  private final RunnerChannel channel;
  private final String doing;
  private final StepProgress progress;
  private final FrameMerge frames;
  private final PreparedArchive archive;
  private final StartWatch watch;
  private final StepObserver observer;

  public ApplyRun(
      Connection connection,
      RunnerChannel channel,
      String nonce,
      PreparedArchive archive,
      StepProgress progress,
      StartWatch watch,
      StepObserver observer,
      String doing) {
    this.watch = watch;
    this.observer = observer;
    this.connection = connection;
    this.channel = channel;
    this.archive = archive;
    this.progress = progress;
    this.doing = doing;
    this.frames = new FrameMerge(nonce, progress);
  }

  private Duration told = Duration.ZERO;

  public List<StepResult> results() {
    try {
      send();
      receive();
      progress.occupant().ifPresent(this::refuse);
      return progress.results();
    } catch (StepArchive.ContentException e) {
      throw new ShellException(
          new ShellFailure.TransferFailed(doing, message(e), Obstacle.OWN_CONTENT), e);
    } catch (InterruptedException | InterruptedIOException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    } finally {
      channel.close();
    }
  }

  /// What is left unsent when the node stops reading does not matter: the end of the channel tells
  /// why.
  private void send() throws StepArchive.ContentException, InterruptedIOException {
    try {
      OutputStream out = watched(channel.input());
      observer.awaiting(connection.name() + " to receive the steps", signOfLife());
      archive.writeTo(out, observer::sent);
      if (!archive.asking()) {
        out.close();
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      unsent = e;
    }
  }

  /// Sends what the node waits for; as in [#send], its end tells why it does not take it.
  private void answer(AskedContents asked)
      throws StepArchive.ContentException, InterruptedException {
    try {
      archive.writeAsked(channel.input(), asked, observer::sent);
    } catch (InterruptedIOException e) {
      throw (InterruptedException) new InterruptedException("interrupted").initCause(e);
    } catch (IOException e) {
      unsent = e;
    }
  }

  /// A host from which nothing comes is given up long before one that does not begin.
  private Duration signOfLife() {
    Duration limit = connection.alive().limit();
    return limit.compareTo(watch.left()) < 0 ? limit : watch.left();
  }

  private OutputStream watched(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        long since = System.nanoTime();
        out.write(bytes, offset, length);
        watch.taken(since);
      }
    };
  }

  private @Nullable IOException unsent;

  private void receive() throws InterruptedException, StepArchive.ContentException {
    long asked = System.nanoTime();
    boolean heard = false;
    frames.feed(Stream.STDOUT, channel.said().getBytes(StandardCharsets.UTF_8));
    observer.awaiting(connection.name() + " to start the steps", signOfLife());
    tellProgram();
    while (!progress.done()) {
      if (!heard
          && !progress.begun()
          && progress.awaited().isEmpty()
          && connection.silence().toNanos() < System.nanoTime() - asked) {
        heard = true;
        observer.awaiting(awaited(), watch.left());
      }
      switch (channel.poll(LOOK).orElse(null)) {
        case null -> tellSilence();
        case QueuedChannel.Piece.Data data -> {
          frames.feed(data.stream(), data.bytes());
          channel.taken(data);
          Optional<AskedContents> needed = progress.takeAsked();
          if (needed.isPresent()) {
            answer(needed.get());
          }
          if (progress.begun()) {
            watch.close();
          } else {
            tellProgram();
          }
        }
        case QueuedChannel.Piece.End _ -> {
          boolean even = frames.end();
          if (progress.goingDown()) {
            progress.wentDown();
          } else if (!progress.done()) {
            endedEarly();
          } else if (!even) {
            throw new ShellException(
                new ShellFailure.Disconnected(doing, "the end of the output was lost"));
          }
          return;
        }
      }
    }
  }

  private Optional<String> program = Optional.empty();

  /// Says which program the node waits for, if that is another one.
  private void tellProgram() {
    if (!progress.program().equals(program)) {
      program = progress.program();
      observer.awaiting(awaited(), signOfLife());
    }
  }

  private String awaited() {
    return program
        .map(name -> name + " on " + connection.name())
        .orElse(connection.name() + " to start the steps");
  }

  /// A host that is there answers the question that it is asked at each interval.
  private void tellSilence() {
    Duration silence = connection.silence();
    boolean due = told.isZero() || silence.minus(told).compareTo(AGAIN) >= 0;
    if (connection.isMute() && due) {
      told = silence;
      observer.silent(silence, connection.alive().limit());
    } else if (!connection.isMute()) {
      told = Duration.ZERO;
    }
  }

  private void refuse(String occupant) {
    throw new ShellException(
        new ShellFailure.Busy(doing, "another run is in progress on the node: " + occupant));
  }

  private void endedEarly() {
    if (watch.late()) {
      throw late();
    }
    if (connection.isClosing() || !connection.isOpen()) {
      throw disconnected();
    }
    if (!progress.begun() && progress.awaited().isEmpty()) {
      throw new ShellException(refusal(), unsent);
    }
    if (!progress.running()) {
      throw new ShellException(
          new ShellFailure.Disconnected(
              doing, "the program that applies the steps was terminated on the node" + ending()));
    }
    if (exit().filter(RunnerExit::isTerminated).isPresent()) {
      // Whoever ends the runner itself ends everything, as a system does that goes down.
      throw new ShellException(
          new ShellFailure.Disconnected(
              doing,
              "the program that applies the steps was terminated on the node during "
                  + progress.target(),
              Obstacle.IN_SCRIPT));
    }
    progress.runnerEnded(exit().orElseGet(() -> new ExitStatus.Signaled("KILL")));
  }

  private ShellException late() {
    if (progress.awaited().isPresent()) {
      return new ShellException(
          new ShellFailure.Busy(
              doing,
              "another run is in progress on the node: "
                  + progress.awaited().get()
                  + "; it did not finish within "
                  + watch.limit()),
          unsent);
    }
    String words = RunnerCommand.shorten(progress.words());
    return new ShellException(
        new ShellFailure.TimedOut(
            doing,
            "the host accepted the command, but did not start it within "
                + watch.limit()
                + progress.program().map(name -> "; it is waiting for its " + name).orElse("")
                + (words.isEmpty() ? "" : "; it said: " + words)),
        unsent);
  }

  private ShellException disconnected() {
    String where = progress.inStep() ? " during " + progress.target() : "";
    String why = Optional.ofNullable(connection.reason()).map(text -> ": " + text).orElse("");
    return new ShellException(
        new ShellFailure.Disconnected(
            doing,
            "the connection was lost" + where + why,
            progress.running() ? Obstacle.IN_SCRIPT : Obstacle.UNKNOWN),
        connection.cause());
  }

  /// Why the node did not take the archive.
  private ShellFailure refusal() {
    String words = RunnerCommand.shorten(progress.words());
    String said = words.isEmpty() ? "" : ": " + words;
    Optional<String> meaning = exit().flatMap(RunnerExit::reason);
    if (meaning.isEmpty() && channel.privilege().isPresent()) {
      String how = channel.privilege().get() + " did not run the command" + ending();
      return new ShellFailure.PrivilegeRefused(doing, how + said);
    }
    return new ShellFailure.TransferFailed(
        doing,
        meaning.orElse("the host's shell did not run the command" + ending()) + said,
        RunnerExit.obstacle(exit()));
  }

  private String ending() {
    return exit().map(exit -> " (" + exit + ")").orElse("");
  }

  /// How the command on the node ended, as far as that is known.
  private Optional<ExitStatus> exit() {
    return channel.exit();
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
