package dev.provision.adapter.jclouds;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import org.jclouds.http.HttpCommandExecutorService;
import org.jclouds.http.config.ConfiguresHttpCommandExecutorService;
import org.jclouds.http.config.SSLModule;

/// Puts our HTTP rules into a jclouds context.
@ConfiguresHttpCommandExecutorService
final class HttpModule extends AbstractModule {
  private final Rules rules;

  HttpModule(Rules rules) {
    this.rules = rules;
  }

  @Override
  protected void configure() {
    install(new SSLModule());
    bind(Rules.class).toInstance(rules);
    bind(Pacing.class).toInstance(rules.pacing());
    bind(HttpCommandExecutorService.class).to(Exchange.class).in(Scopes.SINGLETON);
  }
}
