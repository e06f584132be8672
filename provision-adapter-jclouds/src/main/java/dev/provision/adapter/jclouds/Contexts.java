package dev.provision.adapter.jclouds;

import com.google.common.collect.ImmutableList;
import com.google.inject.Module;
import dev.provision.ports.Secret;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jclouds.ContextBuilder;
import org.jclouds.apis.ApiMetadata;
import org.jclouds.aws.domain.SessionCredentials;
import org.jclouds.logging.config.NullLoggingModule;
import org.jclouds.providers.ProviderMetadata;

/// Makes jclouds contexts with our rules in them.
final class Contexts {
  private final Access access;
  private final List<Module> modules = new ArrayList<>();

  Contexts(Access access, Pacing pacing) {
    this.access = access;
    modules.add(new HttpModule(pacing));
    modules.add(new NullLoggingModule());
  }

  /// A module of the API itself.
  Contexts with(Module module) {
    modules.add(module);
    return this;
  }

  <A extends Closeable> A api(ApiMetadata metadata, Class<A> type) {
    return configured(ContextBuilder.newBuilder(metadata)).buildApi(type);
  }

  <A extends Closeable> A api(ProviderMetadata metadata, Class<A> type) {
    return configured(ContextBuilder.newBuilder(metadata)).buildApi(type);
  }

  /// For what is not an API's own interface.
  ContextBuilder configured(ContextBuilder builder) {
    Properties properties = new Properties();
    // A read longer than that is over; the call's own limit is what counts.
    properties.setProperty("jclouds.so-timeout", "60000");
    properties.setProperty("jclouds.connection-timeout", "15000");
    properties.putAll(access.properties());
    builder.modules(ImmutableList.copyOf(modules)).overrides(properties);
    access
        .sessionToken()
        .ifPresentOrElse(
            token -> builder.credentialsSupplier(() -> passing(token)),
            () -> builder.credentials(access.identity(), access.credential().reveal()));
    access.endpoint().ifPresent(builder::endpoint);
    return builder;
  }

  private SessionCredentials passing(Secret token) {
    return SessionCredentials.builder()
        .accessKeyId(access.identity())
        .secretAccessKey(access.credential().reveal())
        .sessionToken(token.reveal())
        .build();
  }
}
