package dev.provision.adapter.jclouds;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.Closeable;
import java.net.URI;
import org.jclouds.Fallbacks.NullOnNotFoundOr404;
import org.jclouds.Fallbacks.VoidOnNotFoundOr404;
import org.jclouds.http.functions.ReturnStringIf2xx;
import org.jclouds.openstack.keystone.auth.filters.AuthenticateRequest;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.EndpointParam;
import org.jclouds.rest.annotations.Fallback;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.binders.BindToStringPayload;
import org.jspecify.annotations.Nullable;

/// Requests to OpenStack's services as jclouds sends them, with the token that Keystone gave.
@RequestFilters(AuthenticateRequest.class)
@Consumes(MediaType.APPLICATION_JSON)
interface OpenStackRest extends Closeable {
  /// What is there.
  @GET
  @ResponseParser(ReturnStringIf2xx.class)
  String get(@EndpointParam URI place);

  /// What is there; null if nothing is.
  @GET
  @ResponseParser(ReturnStringIf2xx.class)
  @Fallback(NullOnNotFoundOr404.class)
  @Nullable String find(@EndpointParam URI place);

  /// Makes something, or asks for something that takes more than an address.
  @POST
  @ResponseParser(ReturnStringIf2xx.class)
  @Produces(MediaType.APPLICATION_JSON)
  String post(@EndpointParam URI place, @BinderParam(BindToStringPayload.class) String body);

  /// Removes what is there, if anything.
  @DELETE
  @Fallback(VoidOnNotFoundOr404.class)
  void delete(@EndpointParam URI place);
}
