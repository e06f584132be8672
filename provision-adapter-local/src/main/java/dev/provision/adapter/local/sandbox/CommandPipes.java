package dev.provision.adapter.local.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The named pipes of one command on a node, as this program has them open.
///
/// To open one waits for somebody at its other end, and the node need not be so kind. So each is
/// opened for both directions first, which never waits; those channels are let go of when the node
/// has opened its ends.
///
/// Tested by `LocalCloudTest` and `IsolationTest`.
final class CommandPipes implements AutoCloseable {
  private static final List<String> ENDS = List.of("in", "out", "err", "status", "run");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path directory;
  private final String name;
  private final List<FileChannel> held = new ArrayList<>();
  private final List<FileChannel> used = new ArrayList<>();

  private CommandPipes(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /// Makes and opens them.
  ///
  /// @param directory the node's directory of commands, which the node sees, and cannot change
  /// @param mkfifo the program
  static CommandPipes open(Path directory, String mkfifo) throws IOException {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    CommandPipes pipes = new CommandPipes(directory, HexFormat.of().formatHex(random));
    try {
      pipes.make(mkfifo);
      for (String end : ENDS) {
        pipes.held.add(
            FileChannel.open(pipes.path(end), StandardOpenOption.READ, StandardOpenOption.WRITE));
      }
      pipes.used.add(FileChannel.open(pipes.path("in"), StandardOpenOption.WRITE));
      for (String end : List.of("out", "err", "status")) {
        pipes.used.add(FileChannel.open(pipes.path(end), StandardOpenOption.READ));
      }
      return pipes;
    } catch (IOException | RuntimeException e) {
      pipes.close();
      throw e;
    }
  }

  /// To the command's standard input.
  FileChannel in() {
    return used.get(0);
  }

  /// From its standard output.
  FileChannel out() {
    return used.get(1);
  }

  /// From its standard error.
  FileChannel err() {
    return used.get(2);
  }

  /// From the process that waits for the command.
  FileChannel status() {
    return used.get(3);
  }

  /// To the shell that becomes the command.
  FileChannel run() {
    return held.getLast();
  }

  /// Asks process 1 to start the command.
  void request() throws IOException {
    Path requests = directory.resolve("requests");
    // For both directions here, too: where process 1 has ended, to write would wait for ever.
    FileChannel channel =
        FileChannel.open(requests, StandardOpenOption.READ, StandardOpenOption.WRITE);
    held.addFirst(channel);
    channel.write(StandardCharsets.US_ASCII.encode(name + "\n"));
  }

  /// Lets go of what the node has opened, too: from now on the end of its side is the end of a
  /// stream.
  void handOver() {
    close(held);
    for (String end : ENDS) {
      try {
        Files.deleteIfExists(path(end));
      } catch (IOException e) {
        // They go with the node at the latest.
      }
    }
  }

  @Override
  public void close() {
    handOver();
    close(used);
  }

  private static void close(List<FileChannel> channels) {
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void make(String mkfifo) throws IOException {
    if (!Files.exists(directory.resolve("requests"), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "an earlier version of Provision created this node; destroy it, and create a new one");
    }
    List<String> command = new ArrayList<>(List.of(mkfifo, "-m", "600", "--"));
    ENDS.forEach(end -> command.add(path(end).toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(
            "cannot create the pipes of a command: " + said.lines().findFirst().orElse(""));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while creating the pipes of a command", e);
    }
  }

  private Path path(String end) {
    return directory.resolve(name + "." + end);
  }
}
