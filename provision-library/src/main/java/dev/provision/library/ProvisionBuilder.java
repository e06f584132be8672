package dev.provision.library;

import com.google.inject.Guice;
import com.google.inject.Stage;
import dev.provision.domain.deploy.DeployTimeouts;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.domain.plan.DeployRequest;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.account.UserLogins;
import dev.provision.library.configuration.ConfigurationConverter;
import dev.provision.library.configuration.ConfigurationLoader;
import dev.provision.library.configuration.Conversion;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.configuration.machine.DecodedText;
import dev.provision.library.plan.PlanSigner;
import dev.provision.library.run.RunHistory;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.HomeDirectories;
import dev.provision.library.state.StateDirectory;
import dev.provision.library.validation.ConfigurationCheck;
import dev.provision.library.validation.Validation;
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

/// Builds a [Provision]; every setting has a default.
///
/// Tested by `ProvisionTest`, `LibraryExamplesTest` and `AccountSettingsTest`.
public final class ProvisionBuilder {
  private final List<String> configurations = new ArrayList<>();
  private Map<String, String> environment = Map.copyOf(System.getenv());
  private Path workingDirectory = Path.of("").toAbsolutePath();
  private Path userHome = Path.of(System.getProperty("user.home"));
  private final Map<String, String> options = new HashMap<>();

  private DeployTimeouts timeouts = DeployTimeouts.usual();
  private Optional<Long> maxOutput = Optional.empty();
  private NodeLimits nodeLimits = NodeLimits.NONE;
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

  /// Sets the environment variables, instead of those of the process.
  public ProvisionBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /// Sets the working directory, from which relative paths start.
  public ProvisionBuilder workingDirectory(Path directory) {
    workingDirectory = directory;
    return this;
  }

  /// Sets the user's home directory, for `~` and `.ssh`.
  public ProvisionBuilder userHome(Path directory) {
    userHome = directory;
    return this;
  }

  /// Sets Provision's own directory, instead of `$PROVISION_HOME` or `~/.provision`.
  public ProvisionBuilder home(Path directory) {
    home = directory;
    return this;
  }

  /// Sets the provider, instead of the configuration's.
  public ProvisionBuilder provider(String name) {
    provider = name;
    return this;
  }

  /// Sets the user ID, instead of the configuration's.
  public ProvisionBuilder userid(String id) {
    userid = id;
    return this;
  }

  /// Sets the secret key, instead of the configuration's.
  public ProvisionBuilder secretKey(Secret secret) {
    secretKey = secret;
    return this;
  }

  /// Sets an option of the provider, instead of the configuration's; entries of a list are
  /// separated by line feeds.
  public ProvisionBuilder option(String name, String value) {
    options.put(name, value);
    return this;
  }

  /// Sets the time limits of deployments.
  public ProvisionBuilder limits(DeployTimeouts timeouts) {
    this.timeouts = timeouts;
    return this;
  }

  /// Sets how many bytes of each script's standard output, and of its standard error, are kept in
  /// files; of longer output, the beginning and the end are kept. The default is the
  /// configuration's value, or 256 MiB.
  public ProvisionBuilder maxOutput(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the limit of kept output is negative: " + bytes);
    }
    maxOutput = Optional.of(bytes);
    return this;
  }

  /// Sets how long new nodes live, and how many nodes there may be. What it leaves out is as the
  /// configuration says: by default, there are no such limits.
  public ProvisionBuilder nodeLimits(NodeLimits limits) {
    nodeLimits = limits;
    return this;
  }

  /// Sets the directory with third-party providers: `NAME.jar`, or `NAME/` with several JARs. The
  /// default is `$PROVISION_HOME/providers`.
  ///
  /// @param directory relative to the working directory
  public ProvisionBuilder providersDirectory(String directory) {
    providersDirectory = Optional.of(directory);
    return this;
  }

  /// Adds a provider, under its own names; it takes precedence over others with these names.
  public ProvisionBuilder with(CloudProvider cloud) {
    providers.add(cloud);
    return this;
  }

  /// Sets the account to use, instead of one from the configuration; it is closed with the
  /// instance. For simulations, and for clouds that are opened in code.
  public ProvisionBuilder cloud(CloudPort account) {
    cloud = account;
    return this;
  }

  /// Sets the shell port, instead of the one on the class path; it is closed with the instance.
  public ProvisionBuilder shells(RemoteShellPort port) {
    shells = port;
    return this;
  }

  /// Runs everything in a simulation with these two ports. Nothing is written to disk, neither a
  /// journal nor output; listen to the events to keep something.
  ///
  /// Do not use it with clouds that cost money: a program that is killed would lose track of their
  /// nodes.
  public ProvisionBuilder simulation(CloudPort account, RemoteShellPort port) {
    simulated = true;
    return cloud(account).shells(port);
  }

  /// Sets the source of passphrases for encrypted private keys.
  public ProvisionBuilder passphrase(Login.Passphrase source) {
    passphrase = source;
    return this;
  }

  /// Sets the password to become root on a node, for accounts without one if
  /// `PROVISION_BECOME_PASSWORD` is not set. It is fetched only when a node asks for it.
  public ProvisionBuilder becomePassword(Secret password) {
    becomePassword = password;
    return this;
  }

  /// Announces that a connection to a node follows soon, so that everything it needs is loaded on
  /// another thread while the configuration is read.
  public ProvisionBuilder warmUp() {
    warmUp = true;
    return this;
  }

  /// Loads the configuration, and returns the instance.
  ///
  /// @throws dev.provision.domain.ProblemsException with all mistakes in it
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

  /// Converts a configuration directory with an `__init__.py` to a `provision.yaml`. The
  /// `__init__.py` is run.
  ///
  /// @param directory relative to the working directory
  /// @throws dev.provision.domain.ProblemsException if it cannot be converted
  public Conversion conversion(String directory) {
    return new ConfigurationConverter(settings().machine()).convert(directory);
  }

  /// Checks everything that can be checked without a network and without fetching secrets: the
  /// configuration directories, their accounts, and each bundle as if it were deployed.
  ///
  /// Parameters and secrets without a value count as given. Accounts are opened with placeholders;
  /// for a third-party provider, this runs code of its JAR.
  ///
  /// @param variables of templates that the configuration does not set
  /// @return everything that is wrong; it throws nothing because of that
  public Validation validation(List<DeployRequest.Variable> variables) {
    return ConfigurationCheck.of(settings(), variables);
  }

  /// The runs that this user has started on this computer. Needs no configuration.
  public RunHistory runs() {
    ProvisionSettings settings = settings();
    return new RunHistory(new StateDirectory(settings.provisionHome(), settings.environment()));
  }

  /// Signs saved plans with the SSH keys of this user. Needs no configuration.
  public PlanSigner planSigner() {
    return new PlanSigner(new UserLogins(settings()).signer());
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
        timeouts,
        maxOutput,
        nodeLimits,
        passphrase,
        Optional.ofNullable(environment.get(BECOME_PASSWORD))
            .filter(password -> !password.isEmpty())
            .map(password -> DecodedText.checked(password, BECOME_PASSWORD))
            .map(Secret::of)
            .or(() -> Optional.ofNullable(becomePassword)));
  }
}
