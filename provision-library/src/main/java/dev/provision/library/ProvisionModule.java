package dev.provision.library;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.plan.Sources;
import dev.provision.library.configuration.FileSources;
import dev.provision.library.configuration.LoadedConfiguration;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What belongs to one [Provision], and how it hangs together.
final class ProvisionModule extends AbstractModule {
  private final Settings settings;
  private final LoadedConfiguration loaded;

  ProvisionModule(Settings settings, LoadedConfiguration loaded) {
    this.settings = settings;
    this.loaded = loaded;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireAtInjectOnConstructors();
    binder().disableCircularProxies();
    bind(Settings.class).toInstance(settings);
    bind(LoadedConfiguration.class).toInstance(loaded);
    bind(Configuration.class).toInstance(loaded.configuration());
    bind(InstantSource.class).toInstance(Clock.systemUTC());
    bind(StateDirectory.class).toInstance(new StateDirectory(settings.provisionHome()));
    bind(Sources.class).to(FileSources.class);
    bind(FileSources.class).toInstance(new FileSources());
    bind(ProviderCatalog.class);
    bind(Connections.class);
    bind(Logins.class);
    bind(Planning.class);
    bind(Deployments.class);
    bind(Nodes.class);
  }

  @Provides
  @Singleton
  RandomGenerator random() {
    return new SecureRandom();
  }
}
