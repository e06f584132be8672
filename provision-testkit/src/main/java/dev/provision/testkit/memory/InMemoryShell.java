package dev.provision.testkit.memory;

import dev.provision.ports.shell.HostIdentity;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellException;
import dev.provision.ports.shell.ShellFailure;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.ExitStatus;
import dev.provision.testkit.memory.ShellFault.RestartRule;
import dev.provision.testkit.memory.trust.HostCheck;
import dev.provision.testkit.time.SimulatedClock;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// Shells of nodes in memory: files are stored in [NodeFiles], and a function, such as
/// [ScriptRules], plays the scripts.
///
/// Every host exists. It has its own host key, always the same, or the given key
/// ([HostTrust.AwaitedKey]), and accepts every login. Its machine is an `x86_64`, and its system
/// what its file `/etc/os-release` says.
public final class InMemoryShell implements RemoteShellPort {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final SimulatedClock clock;
  private final Function<Call, Answer> scripts;
  private final Map<String, InMemoryHost> hosts = new ConcurrentHashMap<>();
  private final FaultQueue<ShellFault> faults = new FaultQueue<>();
  private final Set<String> strangers = ConcurrentHashMap.newKeySet();
  private final Set<InMemoryConnection> connections = ConcurrentHashMap.newKeySet();
  private final Object knownHosts = new Object();
  private volatile Duration boot = Duration.ZERO;
  private volatile BiPredicate<SshEndpoint, Login> logins = (_, _) -> true;

  /// A script that runs, or a session's command.
  ///
  /// @param host where it runs, as the endpoint calls it
  /// @param target its path there; empty for a command
  /// @param text the script or the command; empty for the login shell
  /// @param environment its variables: those of the login user, and its own
  /// @param stdin what it reads; nothing for a script
  /// @param files the host's, which it may change
  public record Call(
      String host,
      String target,
      String text,
      Map<String, String> environment,
      InputStream stdin,
      NodeFiles files) {}

  /// What a script does.
  ///
  /// @param exit how it ends, unless it exceeds its time limit
  /// @param stdout what it writes to standard output
  /// @param stderr what it writes to standard error
  /// @param duration how long it runs, by the shell's clock
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(ExitStatus exit, byte[] stdout, byte[] stderr, Duration duration) {
    /// Ends at once, with this output.
    public Answer(ExitStatus exit, String stdout, String stderr) {
      this(
          exit,
          stdout.getBytes(StandardCharsets.UTF_8),
          stderr.getBytes(StandardCharsets.UTF_8),
          Duration.ZERO);
    }

    /// Ends with this exit status.
    public Answer(int status, String stdout, String stderr) {
      this(new ExitStatus.Exited(status), stdout, stderr);
    }

    /// Success without output.
    public static Answer ok() {
      return new Answer(0, "", "");
    }

    /// The same after some time. If that exceeds the script's time limit, it is terminated.
    public Answer after(Duration time) {
      return new Answer(exit, stdout, stderr, time);
    }
  }

  /// Every script succeeds.
  public InMemoryShell() {
    this(_ -> Answer.ok());
  }

  /// @param scripts plays the scripts; must return when it is interrupted
  public InMemoryShell(Function<Call, Answer> scripts) {
    this(SimulatedClock.jumping(), scripts);
  }

  /// @param clock that times booting hosts and running scripts
  /// @param scripts plays the scripts; must return when it is interrupted
  public InMemoryShell(SimulatedClock clock, Function<Call, Answer> scripts) {
    this.clock = clock;
    this.scripts = scripts;
  }

  /// Sets how long hosts boot, from the first connection attempt; until then nothing listens.
  public InMemoryShell booting(Duration time) {
    boot = time;
    return this;
  }

  /// Sets how long one host boots.
  public InMemoryShell booting(String host, Duration time) {
    host(host).booting(time);
    return this;
  }

  /// Sets what a host does when a step restarts it.
  public InMemoryShell restarting(String host, RestartRule rule) {
    host(host).restarting(rule);
    return this;
  }

  /// Sets the key of a host, even if it was given another one.
  public InMemoryShell hostKey(String host, HostKey key) {
    host(host).key(key);
    return this;
  }

  /// The key that a host presents.
  public HostKey hostKey(String host) {
    return host(host).key();
  }

  /// Accepts only logins for which this is true.
  public InMemoryShell logins(BiPredicate<SshEndpoint, Login> accepted) {
    logins = accepted;
    return this;
  }

  /// Removes a user or group from all hosts; by default hosts have every owner that files need.
  public InMemoryShell withoutUser(String name) {
    strangers.add(name);
    return this;
  }

  /// Injects a fault. If several faults match a call, the one that was injected first happens.
  public InMemoryShell inject(ShellFault fault) {
    faults.add(fault, fault.times(), Optional.empty());
    return this;
  }

  /// Makes every later connection fail until it is healed.
  public void fail(ShellFailure why) {
    heal();
    inject(ShellFault.connecting(why));
  }

  /// Removes all faults.
  public void heal() {
    faults.removeIf(_ -> true);
  }

  /// The files of a host, as the endpoint calls it.
  public NodeFiles files(String host) {
    return host(host).files();
  }

  /// A file of a host, if it exists.
  public Optional<StoredFile> file(String host, String path) {
    return files(host).file(path);
  }

  InMemoryHost host(String name) {
    return hosts.computeIfAbsent(name, InMemoryHost::new);
  }

  @Override
  public RemoteShell connect(SshEndpoint endpoint, Duration limit, WaitObserver waiting) {
    String doing = "connecting to " + endpoint;
    fail(ShellFault.Operation.CONNECT, endpoint.host());
    Instant deadline = clock.instant().plus(limit);
    for (SshEndpoint hop : endpoint.via()) {
      HostIdentity _ = reach(doing, hop, deadline, waiting);
    }
    HostIdentity identity = reach(doing, endpoint, deadline, waiting);
    InMemoryConnection made = new InMemoryConnection(this, endpoint, identity);
    connections.add(made);
    return made;
  }

  private HostIdentity reach(
      String doing, SshEndpoint endpoint, Instant deadline, WaitObserver waiting) {
    InMemoryHost host = host(endpoint.host());
    Duration left = Duration.between(clock.instant(), deadline);
    waiting.awaiting(endpoint + " to answer", left.isPositive() ? left : Duration.ofNanos(1));
    Duration pause = FIRST_PAUSE;
    while (true) {
      Instant now = clock.instant();
      ShellException late;
      if (now.isBefore(host.listensAt(now, boot))) {
        late =
            new ShellException(
                new ShellFailure.Unreachable(doing, "nothing listens there within the limit"));
      } else {
        try {
          HostIdentity identity = identify(doing, endpoint, host);
          logIn(doing, endpoint);
          return identity;
        } catch (ShellException e) {
          late = e;
        }
        if (!mayPass(endpoint, late)) {
          throw late;
        }
      }
      if (!now.isBefore(deadline)) {
        throw late;
      }
      waiting.waiting(late.failure().reason());
      Instant next = now.plus(pause);
      await(doing, next.isAfter(deadline) ? deadline : next);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  private static boolean mayPass(SshEndpoint endpoint, ShellException late) {
    return endpoint.trust() instanceof HostTrust.AwaitedKey
        && late.failure() instanceof ShellFailure.HostKeyMismatch;
  }

  private HostIdentity identify(String doing, SshEndpoint endpoint, InMemoryHost host) {
    HostKey shown = host.shownTo(endpoint.trust());
    synchronized (knownHosts) {
      return new HostCheck(doing, endpoint).of(shown);
    }
  }

  private void logIn(String doing, SshEndpoint endpoint) {
    if (endpoint.logins().stream().noneMatch(login -> logins.test(endpoint, login))) {
      throw new ShellException(
          new ShellFailure.AuthRejected(
              doing, "the host rejected all %s logins".formatted(endpoint.logins().size())));
    }
  }

  boolean hasUser(String name) {
    return !strangers.contains(name);
  }

  Answer answer(Call call) {
    return scripts.apply(call);
  }

  SimulatedClock clock() {
    return clock;
  }

  Optional<ShellFault> fault(ShellFault.Operation operation, String host) {
    return faults.next(clock.instant(), fault -> fault.fits(operation, host));
  }

  /// A fault of an `apply` after that many steps, if there are more.
  Optional<ShellFault> faultAfter(int steps, String host) {
    return faults.next(
        clock.instant(),
        fault -> fault.fits(ShellFault.Operation.APPLY, host) && fault.steps() == steps);
  }

  void fail(ShellFault.Operation operation, String host) {
    fault(operation, host)
        .ifPresent(
            fault -> {
              throw new ShellException(fault.failure());
            });
  }

  private void await(String doing, Instant then) {
    try {
      clock.await(then);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShellException(new ShellFailure.Interrupted(doing, "it was interrupted"), e);
    }
  }

  void ended(InMemoryConnection connection) {
    connections.remove(connection);
  }

  @Override
  public void close() {
    connections.forEach(InMemoryConnection::close);
  }
}
