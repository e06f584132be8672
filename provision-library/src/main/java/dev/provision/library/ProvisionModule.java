package dev.provision.library;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.Planner;
import dev.provision.library.account.OpenPorts;
import dev.provision.library.account.UserLogins;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.configuration.machine.FileSources;
import dev.provision.library.deployment.DeploymentService;
import dev.provision.library.deployment.EarlierDeployments;
import dev.provision.library.lifetime.Lifetimes;
import dev.provision.library.lifetime.Orphans;
import dev.provision.library.plan.PlanFiles;
import dev.provision.library.provider.ProviderCatalog;
import dev.provision.library.run.RunHistory;
import dev.provision.library.settings.ProvisionSettings;
import dev.provision.library.state.StateDirectory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// The Guice bindings of one [Provision].
final class ProvisionModule extends AbstractModule {
  private final ProvisionSettings settings;
  private final LoadedConfiguration loaded;

  ProvisionModule(ProvisionSettings settings, LoadedConfiguration loaded) {
    this.settings = settings;
    this.loaded = loaded;
  }

  @Override
  protected void configure() {
    // Scopes stand here and not on the classes: each kind of annotation costs Guice a proxy class
    // at every start.
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().disableCircularProxies();
    bind(ProvisionSettings.class).toInstance(settings);
    bind(LoadedConfiguration.class).toInstance(loaded);
    bind(Configuration.class).toInstance(loaded.configuration());
    bind(InstantSource.class).toInstance(Clock.systemUTC());
    bind(StateDirectory.class)
        .toInstance(new StateDirectory(settings.provisionHome(), settings.environment()));
    SecureRandom random = new SecureRandom();
    bind(SecureRandom.class).toInstance(random);
    bind(RandomGenerator.class).toInstance(random);
    bind(Planner.class)
        .toInstance(
            new Planner(
                loaded.configuration(),
                new FileSources(loaded.directories(), settings.environment()),
                random));
    bind(ProviderCatalog.class).in(Scopes.SINGLETON);
    bind(OpenPorts.class).in(Scopes.SINGLETON);
    bind(UserLogins.class).in(Scopes.SINGLETON);
    bind(DeploymentService.class).in(Scopes.SINGLETON);
    bind(PlanFiles.class).in(Scopes.SINGLETON);
    bind(Orphans.class).in(Scopes.SINGLETON);
    bind(Lifetimes.class).in(Scopes.SINGLETON);
    bind(NodeService.class).in(Scopes.SINGLETON);
    bind(Provision.class).in(Scopes.SINGLETON);
    bind(EarlierDeployments.class).in(Scopes.SINGLETON);
    bind(RunHistory.class).in(Scopes.SINGLETON);
  }
}
