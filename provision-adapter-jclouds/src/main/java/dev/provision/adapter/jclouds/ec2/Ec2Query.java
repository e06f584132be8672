package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.answer.FormBinder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.Closeable;
import java.util.Map;
import org.jclouds.aws.filters.FormSigner;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.VirtualHost;
import org.jspecify.annotations.Nullable;

/// EC2's query protocol as jclouds sends and signs it.
///
/// jclouds' own interface is of 2012: it can neither tag a node in the call that makes it, nor read
/// tags or IPv6 addresses of nodes.
@RequestFilters(FormSigner.class)
@VirtualHost
interface Ec2Query extends Closeable {
  /// Sends a request.
  ///
  /// @param form the action and its parameters
  /// @return the answer, XML
  @POST
  @Path("/")
  @Nullable String ask(@BinderParam(FormBinder.class) Map<String, String> form);
}
