package dev.provision.adapter.jclouds.http;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import dev.provision.adapter.jclouds.call.Pacing;
import org.jclouds.http.HttpCommandExecutorService;
import org.jclouds.http.config.ConfiguresHttpCommandExecutorService;
import org.jclouds.http.config.SSLModule;

/// Puts our HTTP rules into a jclouds context.
@ConfiguresHttpCommandExecutorService
public final class HttpModule extends AbstractModule {
  private final Rules rules;

  public HttpModule(Rules rules) {
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
