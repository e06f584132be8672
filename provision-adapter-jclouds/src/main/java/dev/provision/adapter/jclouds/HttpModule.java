package dev.provision.adapter.jclouds;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import org.jclouds.http.HttpCommandExecutorService;
import org.jclouds.http.config.ConfiguresHttpCommandExecutorService;
import org.jclouds.http.config.SSLModule;

/// Puts our HTTP rules into a jclouds context.
@ConfiguresHttpCommandExecutorService
final class HttpModule extends AbstractModule {
  private final Pacing pacing;
  private final Route route;
  private final InternalErrors internalErrors;

  HttpModule(Pacing pacing, Route route, InternalErrors internalErrors) {
    this.pacing = pacing;
    this.route = route;
    this.internalErrors = internalErrors;
  }

  @Override
  protected void configure() {
    install(new SSLModule());
    bind(Pacing.class).toInstance(pacing);
    bind(Route.class).toInstance(route);
    bind(InternalErrors.class).toInstance(internalErrors);
    bind(HttpCommandExecutorService.class).to(Exchange.class).in(Scopes.SINGLETON);
  }
}
