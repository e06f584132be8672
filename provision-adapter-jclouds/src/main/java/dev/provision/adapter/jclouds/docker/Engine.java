package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.answer.ArchiveBinder;
import dev.provision.adapter.jclouds.answer.BytesParser;
import dev.provision.adapter.jclouds.rest.Rest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.jclouds.Fallbacks.NullOnNotFoundOr404;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.EndpointParam;
import org.jclouds.rest.annotations.Fallback;
import org.jclouds.rest.annotations.ResponseParser;
import org.jspecify.annotations.Nullable;

/// Requests to a Docker engine. Nothing signs them: whoever may connect may ask. Not all is JSON.
public interface Engine extends Rest {
  /// What is there, byte for byte; null if nothing is.
  @GET
  @Consumes(MediaType.WILDCARD)
  @ResponseParser(BytesParser.class)
  @Fallback(NullOnNotFoundOr404.class)
  byte @Nullable [] read(@EndpointParam URI place);

  /// Does something with what is there.
  @POST
  void act(@EndpointParam URI place);

  /// Unpacks an archive into what is there.
  @PUT
  void unpack(@EndpointParam URI place, @BinderParam(ArchiveBinder.class) byte[] archive);
}
