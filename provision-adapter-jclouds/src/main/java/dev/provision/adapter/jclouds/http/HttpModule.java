package dev.provision.adapter.jclouds.http;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import dev.provision.adapter.jclouds.call.RetryPolicy;
import org.jclouds.http.HttpCommandExecutorService;
import org.jclouds.http.config.ConfiguresHttpCommandExecutorService;
import org.jclouds.http.config.SSLModule;

/// Puts our HTTP rules into a jclouds context.
@ConfiguresHttpCommandExecutorService
public final class HttpModule extends AbstractModule {
  private final RequestRules rules;

  public HttpModule(RequestRules rules) {
    this.rules = rules;
  }

  @Override
  protected void configure() {
    install(new SSLModule());
    bind(RequestRules.class).toInstance(rules);
    bind(RetryPolicy.class).toInstance(rules.retryPolicy());
    bind(HttpCommandExecutorService.class).to(JcloudsHttpClient.class).in(Scopes.SINGLETON);
  }
}
