package dev.provision.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.ports.Secret;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import dev.provision.ports.step.StepObserver.Stream;
import dev.provision.testkit.cloud.NodeView;
import dev.provision.testkit.memory.InMemoryShell;
import dev.provision.testkit.memory.InMemoryShell.Answer;
import dev.provision.testkit.memory.InMemoryShell.Call;
import dev.provision.testkit.memory.NodeFiles;
import dev.provision.testkit.memory.ShellFault.RestartRule;
import dev.provision.testkit.memory.StoredFile;
import dev.provision.testkit.node.TestScript;
import dev.provision.testkit.node.TestScript.Act;
import dev.provision.testkit.shell.RebootContract.RestartableNode;
import dev.provision.testkit.time.SimulatedClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// A host in memory that carries out the acts of the contract's scripts, and no others.
public final class InMemoryNode implements RestartableNode {
  private static final String HOST = "192.0.2.1";
  private static final String SILENT = "192.0.2.99";

  private final Map<String, TestScript> scripts = new ConcurrentHashMap<>();
  private final InMemoryShell shells =
      new InMemoryShell(SimulatedClock.real(), this::answer)
          .booting(SILENT, Duration.ofDays(1))
          .withoutUser("no-such-user-here");

  public InMemoryNode() {
    shells.files(HOST).makeDirectory(directory());
    shells.files(HOST).put("/etc/os-release", "NAME=Memory\nID=memory\n".getBytes(UTF_8), 0644);
    shells.hostKey(HOST, shells.hostKey(HOST)); // and it keeps that one
  }

  private Answer answer(Call call) {
    TestScript script = scripts.get(call.text());
    return script == null
        ? new Answer(127, "", "no program runs in memory: " + call.text())
        : new Performance(call).of(script);
  }

  @Override
  public RemoteShellPort port() {
    return shells;
  }

  @Override
  public SshEndpoint endpoint() {
    return at(HOST);
  }

  private SshEndpoint at(String host) {
    return new SshEndpoint(
        host,
        22,
        "root",
        List.of(new Login.Password(Secret.of("x"))),
        new HostTrust.KnownKeys(List.of(shells.hostKey(host))));
  }

  @Override
  public SshEndpoint silentEndpoint() {
    return at(SILENT);
  }

  @Override
  public String directory() {
    return "/test";
  }

  @Override
  public String text(TestScript script) {
    scripts.put(script.posix(), script);
    return script.posix();
  }

  @Override
  public Set<Missing> missing() {
    return Set.of(Missing.PROGRAMS);
  }

  @Override
  public NodeView view() {
    NodeFiles files = shells.files(HOST);
    return new NodeView() {
      @Override
      public Optional<Integer> mode(String path) {
        return files
            .file(path)
            .map(StoredFile::mode)
            .or(() -> files.directoryMode(path).stream().boxed().findFirst());
      }

      @Override
      public byte[] content(String path) {
        return files.file(path).orElseThrow().bytes();
      }

      @Override
      public List<String> tree(String directory) {
        Set<String> all = new TreeSet<>(files.paths());
        all.addAll(files.directories());
        return all.stream().filter(path -> path.startsWith(directory + "/")).toList();
      }

      @Override
      public void put(String path, byte[] content) {
        files.put(path, content, 0644);
      }

      @Override
      public void makeDirectory(String path) {
        files.makeDirectory(path);
      }
    };
  }

  @Override
  public void refuseRestarts() {
    shells.restarting(HOST, RestartRule.REFUSES);
  }

  @Override
  public void ignoreRestarts() {
    shells.restarting(HOST, RestartRule.STAYS);
  }

  @Override
  public void close() {
    shells.close();
  }

  /// One run of a script.
  private static final class Performance {
    private final Call call;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private ExitStatus exit = new ExitStatus.Exited(0);
    private Duration duration = Duration.ofMillis(1);

    Performance(Call call) {
      this.call = call;
    }

    Answer of(TestScript script) {
      script.acts().forEach(this::perform);
      return new Answer(exit, stdout.toByteArray(), stderr.toByteArray(), duration);
    }

    private void perform(Act act) {
      switch (act) {
        case Act.Write(Stream stream, List<Byte> bytes) ->
            bytes.forEach(one -> (stream == Stream.STDOUT ? stdout : stderr).write(one));
        case Act.Lines(int count) -> {
          for (int i = 0; i < count; i++) {
            say("line-" + i + "-of-the-output\n");
          }
        }
        case Act.Variables(List<String> names) ->
            names.forEach(name -> say(call.environment().getOrDefault(name, "") + "|"));
        case Act.Copy _ -> {
          try {
            call.stdin().transferTo(stdout);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        case Act.Append(String path, String line) -> {
          String before = call.files().file(path).map(StoredFile::text).orElse("");
          call.files().put(path, (before + line + "\n").getBytes(UTF_8), 0644);
        }
        case Act.Remove(String path) -> call.files().delete(path);
        case Act.Wait(Duration time) -> duration = duration.plus(time);
        case Act.Exit(int status) -> exit = new ExitStatus.Exited(status);
        case Act.Signal(String name) -> exit = new ExitStatus.Signaled(name);
      }
    }

    private void say(String text) {
      stdout.writeBytes(text.getBytes(UTF_8));
    }
  }
}
