package dev.provision.adapter.jclouds.rest;

import dev.provision.adapter.jclouds.answer.FormBinder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import java.io.Closeable;
import java.net.URI;
import java.util.Map;
import org.jclouds.http.functions.ReturnStringIf2xx;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.EndpointParam;
import org.jclouds.rest.annotations.ResponseParser;

/// Requests that jclouds sends as they are: who asks, and the proof, stand in the address.
public interface UnsignedRest extends Closeable {
  /// What is there.
  @GET
  @ResponseParser(ReturnStringIf2xx.class)
  String get(@EndpointParam URI place);

  /// Makes something.
  @POST
  @ResponseParser(ReturnStringIf2xx.class)
  String post(@EndpointParam URI place, @BinderParam(FormBinder.class) Map<String, String> form);
}
