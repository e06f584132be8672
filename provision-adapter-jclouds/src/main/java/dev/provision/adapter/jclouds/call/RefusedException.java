package dev.provision.adapter.jclouds.call;

import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.HttpResponseException;

/// Carries a [Refusal] through jclouds, whose fallbacks know the type above. The request stands
/// nowhere in its message: addresses of CloudStack's hold signatures.
public final class RefusedException extends HttpResponseException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(Refusal refusal, HttpCommand command, HttpResponse response) {
    super(refusal.words(), command, response, refusal.body());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
