package dev.provision.testkit;

import dev.provision.ports.Content;
import dev.provision.ports.shell.AuthorizeKeys;
import dev.provision.ports.shell.ExitStatus;
import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Output;
import dev.provision.ports.shell.PutFile;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.RunScript;
import dev.provision.ports.shell.RunScript.OnFailure;
import dev.provision.ports.shell.SessionRequest;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.shell.Step;
import dev.provision.ports.shell.StepDifference;
import dev.provision.ports.shell.StepObserver;
import dev.provision.ports.shell.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Nodes' shells in memory: files land in maps, scripts are answered by a function.
public final class InMemoryShell implements RemoteShellPort {
  private final Map<String, Map<String, StoredFile>> files = new ConcurrentHashMap<>();
  private final Function<Call, Answer> scripts;
  private volatile @Nullable ShellFailure failure;

  /// What a script is.
  ///
  /// @param host where it runs
  /// @param target its path there
  /// @param text the script
  public record Call(String host, String target, String text) {}

  /// What a script does.
  ///
  /// @param exit how it ends
  /// @param stdout what it writes to standard output
  /// @param stderr what it writes to standard error
  public record Answer(ExitStatus exit, String stdout, String stderr) {
    /// An end by itself, with this exit status.
    public Answer(int status, String stdout, String stderr) {
      this(new ExitStatus.Exited(status), stdout, stderr);
    }

    /// Success without a word.
    public static Answer ok() {
      return new Answer(0, "", "");
    }
  }

  /// @param scripts what scripts do
  public InMemoryShell(Function<Call, Answer> scripts) {
    this.scripts = scripts;
  }

  /// Lets every later connection fail.
  public void fail(ShellFailure why) {
    failure = why;
  }

  /// A file of a host, if it is there.
  public Optional<byte[]> file(String host, String path) {
    return Optional.ofNullable(files.getOrDefault(host, Map.of()).get(path)).map(StoredFile::bytes);
  }

  /// The paths of a host's files, in the order they came.
  public List<String> paths(String host) {
    return List.copyOf(files.getOrDefault(host, Map.of()).keySet());
  }

  @Override
  public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    ShellFailure why = failure;
    if (why != null) {
      throw new ShellException(why);
    }
    HostKey key =
        switch (endpoint.trust()) {
          case HostTrust.KnownKeys told -> told.keys().getFirst();
          case HostTrust.AwaitedKey(HostKey awaited, Optional<Path> _) -> awaited;
          case HostTrust.KnownHosts _, HostTrust.AcceptNew _ ->
              throw new ShellException(
                  new ShellFailure.Unclassified(
                      "connecting to " + endpoint, "hosts in memory are known by their keys only"));
        };
    Map<String, StoredFile> disk =
        files.computeIfAbsent(endpoint.host(), _ -> new LinkedHashMap<>());
    return new Shell(endpoint, key, disk);
  }

  @Override
  public void close() {}

  private final class Shell implements RemoteShell {
    private final SshEndpoint endpoint;
    private final String host;
    private final HostKey key;
    private final Map<String, StoredFile> disk;

    Shell(SshEndpoint endpoint, HostKey key, Map<String, StoredFile> disk) {
      this.endpoint = endpoint;
      this.host = endpoint.host();
      this.key = key;
      this.disk = disk;
    }

    @Override
    public SshEndpoint endpoint() {
      return endpoint;
    }

    @Override
    public HostIdentity hostIdentity() {
      return new HostIdentity(key, "it is in memory", false);
    }

    @Override
    public List<StepResult> apply(List<Step> steps, StepObserver observer) {
      List<StepResult> results = new ArrayList<>();
      boolean going = true;
      for (int i = 0; i < steps.size(); i++) {
        StepResult result = new StepResult.Skipped();
        if (going) {
          observer.started(i);
          result = perform(i, steps.get(i), observer);
          going = result.ok() || goesOn(steps.get(i));
        }
        observer.finished(i, result);
        results.add(result);
      }
      return results;
    }

    private static boolean goesOn(Step step) {
      return step instanceof RunScript script && script.onFailure() == OnFailure.CONTINUE;
    }

    private StepResult perform(int index, Step step, StepObserver observer) {
      return switch (step) {
        case AuthorizeKeys keys -> authorize(keys);
        case PutFile file -> new StepResult.FilePut(put(file));
        case RunScript script -> run(index, script, observer);
      };
    }

    /// Whether the file was another one before.
    private boolean put(PutFile file) {
      StoredFile wanted = StoredFile.of(file.owner(), file.mode(), bytes(file.content()));
      StoredFile before = disk.put(file.target(), wanted);
      return before == null || !before.isLike(wanted);
    }

    @Override
    public List<StepDifference> compare(List<Step> steps) {
      return steps.stream().map(this::compare).toList();
    }

    private StepDifference compare(Step step) {
      return switch (step) {
        case AuthorizeKeys keys -> {
          List<String> known = authorized(keys.file());
          int missing = (int) keys.keys().stream().filter(key -> !known.contains(key)).count();
          yield missing == 0 ? new StepDifference.None() : new StepDifference.KeysMissing(missing);
        }
        case PutFile file -> compare(file);
        case RunScript script -> compare(script.file());
      };
    }

    private StepDifference compare(PutFile file) {
      StoredFile have = disk.get(file.target());
      return have == null
          ? new StepDifference.FileMissing()
          : have.differenceTo(StoredFile.of(file.owner(), file.mode(), bytes(file.content())));
    }

    private List<String> authorized(String file) {
      StoredFile before = disk.get(file);
      return before == null
          ? List.of()
          : new String(before.bytes(), StandardCharsets.UTF_8).lines().toList();
    }

    private StepResult authorize(AuthorizeKeys keys) {
      List<String> lines = new ArrayList<>(authorized(keys.file()));
      int known = lines.size();
      keys.keys().stream().filter(line -> !lines.contains(line)).forEach(lines::add);
      String after = String.join("\n", lines) + "\n";
      disk.put(
          keys.file(),
          StoredFile.of(Optional.empty(), 0600, after.getBytes(StandardCharsets.UTF_8)));
      return new StepResult.KeysAuthorized(lines.size() - known);
    }

    private StepResult run(int index, RunScript script, StepObserver observer) {
      put(script.file());
      byte[] text = bytes(script.content());
      Answer answer =
          scripts.apply(new Call(host, script.target(), new String(text, StandardCharsets.UTF_8)));
      return new StepResult.ScriptRan(
          answer.exit(),
          write(index, StepObserver.Stream.STDOUT, answer.stdout(), observer),
          write(index, StepObserver.Stream.STDERR, answer.stderr(), observer),
          Duration.ZERO);
    }

    private static Output write(
        int index, StepObserver.Stream stream, String text, StepObserver observer) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0) {
        observer.output(index, stream, bytes);
      }
      return new Output(bytes, bytes.length);
    }

    private byte[] bytes(Content content) {
      try (InputStream in = content.open()) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ShellException(
            new ShellFailure.TransferFailed("sending to " + host, String.valueOf(e.getMessage())),
            e);
      }
    }

    @Override
    public ExitStatus session(SessionRequest request) {
      return scripts.apply(new Call(host, "", request.command().orElse(""))).exit();
    }

    @Override
    public void close() {}
  }
}
