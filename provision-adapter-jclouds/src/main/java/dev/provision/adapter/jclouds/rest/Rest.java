package dev.provision.adapter.jclouds.rest;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.Closeable;
import java.net.URI;
import org.jclouds.Fallbacks.NullOnNotFoundOr404;
import org.jclouds.Fallbacks.VoidOnNotFoundOr404;
import org.jclouds.http.functions.ReturnStringIf2xx;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.EndpointParam;
import org.jclouds.rest.annotations.Fallback;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.binders.BindToStringPayload;
import org.jspecify.annotations.Nullable;

/// Requests in JSON as jclouds sends them; extensions say what authorizes them.
///
/// jclouds' own interfaces stand still since years: what a node is marked with, and what today's
/// answers hold, are not in them.
@Consumes(MediaType.APPLICATION_JSON)
public interface Rest extends Closeable {
  /// What is there.
  @GET
  @ResponseParser(ReturnStringIf2xx.class)
  String get(@EndpointParam URI place);

  /// What is there; null if nothing is.
  @GET
  @ResponseParser(ReturnStringIf2xx.class)
  @Fallback(NullOnNotFoundOr404.class)
  @Nullable String find(@EndpointParam URI place);

  /// Makes something.
  @POST
  @ResponseParser(ReturnStringIf2xx.class)
  @Produces(MediaType.APPLICATION_JSON)
  String post(@EndpointParam URI place, @BinderParam(BindToStringPayload.class) String body);

  /// Makes something of that name, or makes it so.
  @PUT
  @ResponseParser(ReturnStringIf2xx.class)
  @Produces(MediaType.APPLICATION_JSON)
  String put(@EndpointParam URI place, @BinderParam(BindToStringPayload.class) String body);

  /// Takes things away from what is there.
  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  void delete(@EndpointParam URI place, @BinderParam(BindToStringPayload.class) String body);

  /// Removes what is there, if anything.
  @DELETE
  @Fallback(VoidOnNotFoundOr404.class)
  void delete(@EndpointParam URI place);
}
