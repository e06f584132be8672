package dev.provision.adapter.jclouds.answer;

import org.jclouds.http.HttpRequest;
import org.jclouds.io.Payload;
import org.jclouds.io.Payloads;
import org.jclouds.rest.Binder;

/// Puts a tar archive into a request's body.
public final class ArchiveBinder implements Binder {
  @Override
  public <R extends HttpRequest> R bindToRequest(R request, Object input) {
    Payload payload = Payloads.newByteArrayPayload((byte[]) input);
    payload.getContentMetadata().setContentType("application/x-tar");
    request.setPayload(payload);
    return request;
  }
}
