package dev.provision.library;

import com.google.inject.Guice;
import com.google.inject.Stage;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.configuration.ConfigurationConverter;
import dev.provision.library.configuration.ConfigurationLoader;
import dev.provision.library.configuration.Conversion;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.configuration.machine.DecodedText;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.HomeDirectories;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShellPort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be chosen about a [Provision]; everything has a default.
public final class ProvisionBuilder {
  private final List<String> configurations = new ArrayList<>();
  private Map<String, String> environment = Map.copyOf(System.getenv());
  private Path workingDirectory = Path.of("").toAbsolutePath();
  private Path userHome = Path.of(System.getProperty("user.home"));
  private final Map<String, String> options = new HashMap<>();

  private DeployTimeouts limits = DeployTimeouts.usual();
  private Optional<Long> maxOutput = Optional.empty();
  private static final String BECOME_PASSWORD = "PROVISION_BECOME_PASSWORD";

  private Login.Passphrase passphrase = Login.Passphrase.NONE;
  private @Nullable Secret becomePassword;
  private Optional<String> providersDirectory = Optional.empty();
  private final List<CloudProvider> providers = new ArrayList<>();
  private @Nullable CloudPort cloud;
  private @Nullable RemoteShellPort shells;
  private boolean simulated;
  private boolean warmUp;
  private @Nullable Path home;
  private @Nullable String provider;
  private @Nullable String userid;
  private @Nullable Secret secretKey;

  ProvisionBuilder() {}

  /// Adds a configuration directory; later ones win. A relative path is taken from the working
  /// directory.
  public ProvisionBuilder configuration(String path) {
    configurations.add(path);
    return this;
  }

  /// The environment variables that count, instead of the process's own.
  public ProvisionBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /// Where relative paths start, instead of the process's working directory.
  public ProvisionBuilder workingDirectory(Path directory) {
    workingDirectory = directory;
    return this;
  }

  /// The user's home directory, where `~` leads and `.ssh` is.
  public ProvisionBuilder userHome(Path directory) {
    userHome = directory;
    return this;
  }

  /// Where Provision keeps its own things, instead of `$PROVISION_HOME` or `~/.provision`.
  public ProvisionBuilder home(Path directory) {
    home = directory;
    return this;
  }

  /// The provider, instead of the configuration's.
  public ProvisionBuilder provider(String name) {
    provider = name;
    return this;
  }

  /// The user at the provider, instead of the configuration's.
  public ProvisionBuilder userid(String id) {
    userid = id;
    return this;
  }

  /// The secret that goes with it, instead of the configuration's.
  public ProvisionBuilder secretKey(Secret secret) {
    secretKey = secret;
    return this;
  }

  /// An option of the provider, instead of the configuration's; a list's entries are joined by line
  /// feeds.
  public ProvisionBuilder option(String name, String value) {
    options.put(name, value);
    return this;
  }

  /// How long deployments wait.
  public ProvisionBuilder limits(DeployTimeouts waits) {
    limits = waits;
    return this;
  }

  /// How many bytes of each script's standard output, and of its standard error, are kept in files:
  /// of more, the beginning and the end. Otherwise what the configuration says, or 256 MiB.
  public ProvisionBuilder maxOutput(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("less than nothing cannot be kept: " + bytes);
    }
    maxOutput = Optional.of(bytes);
    return this;
  }

  /// Where JARs of third parties' providers lie: `NAME.jar`, or `NAME/` with several. Otherwise
  /// `$PROVISION_HOME/providers`.
  ///
  /// @param directory relative to the working directory
  public ProvisionBuilder providersDirectory(String directory) {
    providersDirectory = Optional.of(directory);
    return this;
  }

  /// One more provider that can be chosen, by the names it says; it goes before others of those
  /// names.
  public ProvisionBuilder with(CloudProvider cloud) {
    providers.add(cloud);
    return this;
  }

  /// The account to use, in place of one at a provider that the configuration names; it is closed
  /// with the instance. For simulations, and for clouds that are opened in code.
  public ProvisionBuilder cloud(CloudPort account) {
    cloud = account;
    return this;
  }

  /// The way to reach nodes, in place of the one on the class path; it is closed with the instance.
  public ProvisionBuilder shells(RemoteShellPort port) {
    shells = port;
    return this;
  }

  /// Lets everything happen in a simulation: these two stand for the world. Nothing of it is
  /// written to disk, neither a journal nor output; who wants to keep something listens to the
  /// events.
  ///
  /// Not for clouds that cost something: a program that is killed would lose track of their nodes.
  public ProvisionBuilder simulation(CloudPort account, RemoteShellPort port) {
    simulated = true;
    return cloud(account).shells(port);
  }

  /// Where passphrases of encrypted private keys come from.
  public ProvisionBuilder passphrase(Login.Passphrase source) {
    passphrase = source;
    return this;
  }

  /// The password for becoming root on a node, where neither the provider's account nor
  /// `PROVISION_BECOME_PASSWORD` says it. It is not fetched before somebody asks for it.
  public ProvisionBuilder becomePassword(Secret password) {
    becomePassword = password;
    return this;
  }

  /// Says that a connection to a node follows soon: what it will need is loaded on another thread
  /// while the configuration is read.
  public ProvisionBuilder warmUp() {
    warmUp = true;
    return this;
  }

  /// Reads the configuration.
  ///
  /// @throws dev.provision.domain.ProblemsException with all that is wrong in it
  public Provision open() {
    if (warmUp) {
      OpenPorts.shellProvider().warmUp();
    }
    ProvisionSettings settings = settings();
    LoadedConfiguration loaded =
        new ConfigurationLoader(settings.machine()).load(settings.configurations());
    return Guice.createInjector(Stage.DEVELOPMENT, new ProvisionModule(settings, loaded))
        .getInstance(Provision.class);
  }

  /// What a configuration directory with an `__init__.py` would be as a `provision.yaml`. The
  /// `__init__.py` is run.
  ///
  /// @param directory relative to the working directory
  /// @throws dev.provision.domain.ProblemsException if it cannot be converted
  public Conversion conversion(String directory) {
    return new ConfigurationConverter(settings().machine()).convert(directory);
  }

  ProvisionSettings settings() {
    HomeDirectories homes = HomeDirectories.of(userHome, Optional.ofNullable(home), environment);
    Path provisionHome = homes.provision();
    return new ProvisionSettings(
        configurations,
        environment,
        workingDirectory,
        homes.user(),
        provisionHome,
        providersDirectory
            .map(workingDirectory::resolve)
            .orElse(provisionHome.resolve("providers")),
        providers,
        Optional.ofNullable(cloud),
        Optional.ofNullable(shells),
        simulated,
        Optional.ofNullable(provider),
        Optional.ofNullable(userid),
        Optional.ofNullable(secretKey),
        options,
        limits,
        maxOutput,
        passphrase,
        Optional.ofNullable(environment.get(BECOME_PASSWORD))
            .filter(password -> !password.isEmpty())
            .map(password -> DecodedText.checked(password, BECOME_PASSWORD))
            .map(Secret::of)
            .or(() -> Optional.ofNullable(becomePassword)));
  }
}
