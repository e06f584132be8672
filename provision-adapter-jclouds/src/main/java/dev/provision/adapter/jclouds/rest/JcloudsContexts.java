package dev.provision.adapter.jclouds.rest;

import com.google.common.base.Optional;
import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.call.AccountSecrets;
import dev.provision.adapter.jclouds.call.InternalErrors;
import dev.provision.adapter.jclouds.call.RetryPolicy;
import dev.provision.adapter.jclouds.http.EnvironmentProxies;
import dev.provision.adapter.jclouds.http.HttpModule;
import dev.provision.adapter.jclouds.http.QuietLogging;
import dev.provision.adapter.jclouds.http.RequestRoute;
import dev.provision.adapter.jclouds.http.RequestRules;
import dev.provision.ports.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jclouds.ContextBuilder;
import org.jclouds.apis.ApiMetadata;
import org.jclouds.aws.domain.SessionCredentials;
import org.jclouds.compute.ComputeServiceContext;
import org.jclouds.concurrent.config.ExecutorServiceModule;
import org.jclouds.domain.Credentials;
import org.jclouds.lifecycle.config.LifeCycleModule;
import org.jclouds.providers.ProviderMetadata;
import org.jclouds.providers.config.BindProviderMetadataContextAndCredentials;
import org.jclouds.providers.internal.UpdateProviderMetadataFromProperties;
import org.jclouds.rest.config.HttpApiModule;

/// Makes jclouds contexts with our rules in them.
///
/// jclouds' own builder makes everything at once that may ever be needed, which takes longer than
/// listing nodes; here each part is made when it is needed.
///
/// Tested by `ProvidersTest` and `FailuresTest`.
public final class JcloudsContexts {
  private final AccountAccess access;
  private RequestRules rules;
  private final List<Module> modules = new ArrayList<>();

  public JcloudsContexts(
      AccountAccess access,
      RetryPolicy retryPolicy,
      AccountSecrets secrets,
      EnvironmentProxies proxies) {
    this.access = access;
    this.rules =
        new RequestRules(
            retryPolicy, RequestRoute.NETWORK, new InternalErrors(false), secrets, proxies);
  }

  /// A module of the API itself.
  public JcloudsContexts with(Module module) {
    modules.add(module);
    return this;
  }

  /// A way for its requests other than the network.
  public JcloudsContexts by(RequestRoute other) {
    rules = rules.by(other);
    return this;
  }

  /// An API whose status 500 is its last word.
  public JcloudsContexts withFinalErrors() {
    rules = rules.with(new InternalErrors(true));
    return this;
  }

  /// An interface for plain requests.
  ///
  /// @param id of the API
  /// @param endpoint its usual place
  public <A extends Closeable> A plain(Class<A> type, String id, String endpoint) {
    return with(new HttpApiModule<>(type)).api(RestMetadata.of(type, id, endpoint), type);
  }

  public <A extends Closeable> A api(ApiMetadata metadata, Class<A> type) {
    return injector(metadata).getInstance(type);
  }

  /// For what has several interfaces.
  public Injector injector(ApiMetadata metadata) {
    return injector(metadata, Optional.absent());
  }

  /// For what has several interfaces.
  public Injector injector(ProviderMetadata metadata) {
    return injector(metadata.getApiMetadata(), Optional.of(metadata));
  }

  /// jclouds' common interface to a provider.
  public ComputeServiceContext common(String id) {
    Properties properties = new Properties();
    properties.putAll(access.properties());
    ContextBuilder builder =
        ContextBuilder.newBuilder(id)
            .modules(
                List.of(new HttpModule(rules), new QuietLogging(rules.secrets()), sameThread()))
            .overrides(properties)
            .credentials(access.identity(), access.credential().reveal());
    access.endpoint().ifPresent(builder::endpoint);
    return builder.buildView(ComputeServiceContext.class);
  }

  /// Closes an interface, and the context that it is of.
  public static void close(Closeable api) {
    try {
      api.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // jclouds throws none
    }
  }

  private Injector injector(ApiMetadata api, Optional<ProviderMetadata> provider) {
    List<Module> all = new ArrayList<>(modules);
    for (Class<? extends Module> module : api.getDefaultModules()) {
      all.add(made(module));
    }
    all.add(new HttpModule(rules));
    all.add(new QuietLogging(rules.secrets()));
    all.add(new LifeCycleModule());
    all.add(sameThread());
    all.add(
        new BindProviderMetadataContextAndCredentials(
            new UpdateProviderMetadataFromProperties(api, provider)
                .apply(properties(api, provider)),
            credentials()));
    return Guice.createInjector(Stage.DEVELOPMENT, all);
  }

  /// The thread of the call sends its requests: what happens to them is noted with it.
  private static Module sameThread() {
    return new ExecutorServiceModule(MoreExecutors.newDirectExecutorService());
  }

  private static Module made(Class<? extends Module> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | NoSuchMethodException e) {
      throw new ConfigurationException(
          List.of(new com.google.inject.spi.Message(type + " cannot create it: " + e)));
    }
  }

  private Properties properties(ApiMetadata api, Optional<ProviderMetadata> provider) {
    Properties properties = new Properties();
    properties.putAll(api.getDefaultProperties());
    String usual = api.getDefaultEndpoint().or("");
    if (provider.isPresent()) {
      properties.putAll(provider.get().getDefaultProperties());
      usual = provider.get().getEndpoint();
    }
    // jclouds takes no address of a socket, and needs none: requests say where they go.
    properties.setProperty(
        "jclouds.endpoint",
        rules.route().socket().isPresent() ? usual : access.endpoint().orElse(usual));
    // A read longer than that is over; the call's own limit is what counts.
    properties.setProperty("jclouds.so-timeout", "60000");
    properties.setProperty("jclouds.connection-timeout", "15000");
    properties.putAll(access.properties());
    return properties;
  }

  private Supplier<Credentials> credentials() {
    return Suppliers.memoize(
        () ->
            access
                .sessionToken()
                .map(this::passing)
                .orElseGet(() -> new Credentials(access.identity(), access.credential().reveal())));
  }

  private Credentials passing(Secret token) {
    return SessionCredentials.builder()
        .accessKeyId(access.identity())
        .secretAccessKey(access.credential().reveal())
        .sessionToken(token.reveal())
        .build();
  }
}
