package dev.provision.adapter.jclouds.answer;

import com.google.common.collect.ImmutableMultimap;
import java.util.Map;
import org.jclouds.http.HttpRequest;
import org.jclouds.io.Payloads;
import org.jclouds.rest.Binder;

/// Puts parameters into a request's body.
public final class FormBinder implements Binder {
  @Override
  public <R extends HttpRequest> R bindToRequest(R request, Object input) {
    ImmutableMultimap.Builder<String, String> form = ImmutableMultimap.builder();
    ((Map<?, ?>) input).forEach((key, value) -> form.put((String) key, (String) value));
    request.setPayload(Payloads.newUrlEncodedFormPayload(form.build()));
    return request;
  }
}
