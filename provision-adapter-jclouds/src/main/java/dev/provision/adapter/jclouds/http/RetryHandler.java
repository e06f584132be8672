package dev.provision.adapter.jclouds.http;

import com.google.inject.Inject;
import dev.provision.adapter.jclouds.call.CallContext;
import dev.provision.adapter.jclouds.call.ErrorResponse;
import dev.provision.adapter.jclouds.call.RetryPolicy;
import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.handlers.DelegatingRetryHandler;
import org.jclouds.openstack.keystone.auth.handlers.RetryOnRenew;

/// Takes the place of jclouds' rules about sending again, which repeat a POST after a 500 and so
/// make two nodes of one, and follow redirects.
final class RetryHandler {
  private final DelegatingRetryHandler handlers;
  private final RetryPolicy retryPolicy;

  @Inject
  RetryHandler(DelegatingRetryHandler handlers, RetryPolicy retryPolicy) {
    this.handlers = handlers;
    this.retryPolicy = retryPolicy;
  }

  /// Whether to send a request again that was refused; returns when it is time.
  ///
  /// @param isLogin whether it asks for a token, and so changes nothing
  /// @param failures how often it has failed, this time included
  boolean again(
      CallContext call,
      HttpCommand command,
      HttpResponse response,
      ErrorResponse refusal,
      boolean isLogin,
      int failures) {
    if (refusal.redirect().isPresent()) {
      return false;
    }
    return refusal.status() == 401
        ? !isLogin && failures == 1 && renews(command, response)
        : retryPolicy.again(call, refusal, isLogin, failures);
  }

  /// A token of Keystone's may have run out: it is renewed once.
  private boolean renews(HttpCommand command, HttpResponse response) {
    return handlers.getClientErrorRetryHandler() instanceof RetryOnRenew renewal
        && renewal.shouldRetryRequest(command, response);
  }
}
