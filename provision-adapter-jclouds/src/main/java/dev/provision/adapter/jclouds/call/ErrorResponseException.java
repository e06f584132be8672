package dev.provision.adapter.jclouds.call;

import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.HttpResponseException;

/// Carries a [ErrorResponse] through jclouds, whose fallbacks know the type above. The request
/// stands nowhere in its message: addresses of CloudStack's hold signatures.
public final class ErrorResponseException extends HttpResponseException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorResponse refusal;

  public ErrorResponseException(ErrorResponse refusal, HttpCommand command, HttpResponse response) {
    super(refusal.words(), command, response, refusal.body());
    this.refusal = refusal;
  }

  ErrorResponse refusal() {
    return refusal;
  }
}
