package dev.provision.adapter.sshd.start;

import dev.provision.adapter.sshd.text.FinalWords;
import dev.provision.ports.shell.Obstacle;
import dev.provision.ports.shell.Privilege;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.StepObserver.Stream;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why what applies the steps did not start, from what was said instead.
///
/// Tested by `ObstacleTest`.
///
/// @param program that lets one become root, if one does
record StartFailures(
    SshEndpoint endpoint, String doing, Optional<String> program, PasswordDialogue dialogue) {
  /// What a shell says of a program that is not there.
  private static final ExitStatus NOT_THERE = new ExitStatus.Exited(127);

  /// The first program that our command starts as root.
  private static final Pattern STARTS_NOTHING =
      Pattern.compile("\\benv: .*?(not found|permission denied)", Pattern.CASE_INSENSITIVE);

  ShellException of(PasswordDialogue.End end, String limit) {
    return new ShellException(
        switch (end) {
          case REFUSED -> noPassword();
          case NO_PASSWORD ->
              refused(
                  "asks for a password" + whose() + ", but none was given", Obstacle.NO_PASSWORD);
          case OTHER_QUESTION ->
              refused(
                  "asked an unknown question, which was not answered" + said(),
                  Obstacle.OTHER_QUESTION);
          case REDIRECTED -> redirected();
          case TURNED_AWAY -> turnedAway(FinalWords.in(words()).orElse(Obstacle.UNKNOWN));
          case LATE -> late(limit);
          case READY, NOTHING, ENDED -> throw new IllegalStateException(end.toString());
        });
  }

  /// The command on the node ended before it began.
  ShellException ended(Optional<ExitStatus> exit) {
    return new ShellException(
        FinalWords.in(words())
            .map(this::turnedAway)
            .orElseGet(
                () ->
                    program.isPresent() && dialogue.started()
                        ? programEnded(exit)
                        : nothingRan(exit)));
  }

  private ShellFailure programEnded(Optional<ExitStatus> exit) {
    if (STARTS_NOTHING.matcher(words()).find()) {
      return refused(
          "does not let root start programs on the node" + said(), Obstacle.ROOT_STARTS_NOTHING);
    }
    if (!dialogue.asked()) {
      return exit.equals(Optional.of(NOT_THERE))
          ? refused("is not installed" + said(), Obstacle.NODE_LACKS)
          : refused("did not run the command" + ending(exit) + said(), Obstacle.UNKNOWN);
    }
    // It asks again for a password that is wrong, the others end.
    return endpoint.privilege() instanceof Privilege.Sudo
        ? refused("did not let " + login() + " become root" + said(), Obstacle.NOT_ALLOWED)
        : noPassword();
  }

  private ShellFailure nothingRan(Optional<ExitStatus> exit) {
    if (words().contains(RunnerCommand.NO_TERMINAL)) {
      return refused(
          "cannot ask for a password, because the host provides no terminal", Obstacle.NO_TERMINAL);
    }
    // Of ours, only what makes pipes ends before it says that it is there.
    Optional<String> reason =
        program.isPresent() ? exit.flatMap(RunnerExit::reason) : Optional.empty();
    return reason.isPresent()
        ? new ShellFailure.TransferFailed(
            doing, "cannot create named pipes on the node: " + reason.get() + said())
        : new ShellFailure.TransferFailed(
            doing,
            "the host did not run the requested command" + ending(exit) + said(),
            Obstacle.OTHER_COMMAND);
  }

  private static String ending(Optional<ExitStatus> exit) {
    return exit.map(status -> " (" + status + ")").orElse("");
  }

  private ShellFailure noPassword() {
    String root = endpoint.privilege() instanceof Privilege.Su ? "root" : login();
    String whose = dialogue.whose().orElse(root);
    boolean others = !whose.equals(root) && endpoint.user().isPresent();
    return refused(
        "rejected the password of " + whose + (others ? ", which it requires" : "") + said(),
        others ? Obstacle.OTHER_PASSWORD : Obstacle.WRONG_PASSWORD);
  }

  private String whose() {
    return dialogue.whose().map(name -> ", " + name + "'s").orElse("");
  }

  private ShellFailure refused(String how, Obstacle obstacle) {
    return new ShellFailure.PrivilegeRefused(doing, name() + " " + how, obstacle);
  }

  private ShellFailure turnedAway(Obstacle obstacle) {
    return new ShellFailure.AuthRejected(
        doing,
        "the host does not allow " + login() + " to do anything; it said" + said(),
        obstacle);
  }

  private ShellFailure redirected() {
    boolean errors = dialogue.isHeardOn(Stream.STDOUT);
    return new ShellFailure.TransferFailed(
        doing,
        "the commands' standard "
            + (errors ? "error" : "output")
            + " does not arrive, because a start-up file of the login shell redirects it"
            + said(),
        Obstacle.REDIRECTED);
  }

  private ShellFailure late(String limit) {
    boolean shell = !dialogue.started();
    return new ShellFailure.TimedOut(
        doing,
        (shell ? "the host accepted the command, but did not start it" : name() + " did not start")
            + " within "
            + limit
            + (dialogue.asked() ? ", although it got the password" : "")
            + (dialogue.words().isEmpty() ? silence() : "; it said: " + words()));
  }

  private String silence() {
    return dialogue.started() && endpoint.privilege() instanceof Privilege.Sudo
        ? "; it may be asking a name server for the host's own name, which should be in /etc/hosts"
        : "";
  }

  private String said() {
    String words = words();
    return words.isEmpty() ? "" : ": " + words;
  }

  private String words() {
    return RunnerCommand.shorten(dialogue.words());
  }

  private String login() {
    return endpoint.user().orElse("the login user");
  }

  private String name() {
    return program.orElse("the command");
  }
}
