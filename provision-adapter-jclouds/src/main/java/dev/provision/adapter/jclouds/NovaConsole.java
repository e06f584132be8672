package dev.provision.adapter.jclouds;

import com.google.inject.AbstractModule;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.Closeable;
import java.net.URI;
import org.jclouds.http.functions.ReturnStringIf2xx;
import org.jclouds.openstack.keystone.auth.filters.AuthenticateRequest;
import org.jclouds.rest.annotations.BinderParam;
import org.jclouds.rest.annotations.EndpointParam;
import org.jclouds.rest.annotations.RequestFilters;
import org.jclouds.rest.annotations.ResponseParser;
import org.jclouds.rest.binders.BindToStringPayload;
import org.jclouds.rest.config.BinderUtils;

/// What a server has written to its console, which jclouds' own interface does not ask for.
@RequestFilters(AuthenticateRequest.class)
interface NovaConsole extends Closeable {
  /// The last lines.
  String QUESTION = "{\"os-getConsoleOutput\": {\"length\": 300}}";

  /// Asks for it.
  ///
  /// @param actions the server's place and `/action`
  @POST
  @Produces(MediaType.APPLICATION_JSON)
  @ResponseParser(ReturnStringIf2xx.class)
  String ask(@EndpointParam URI actions, @BinderParam(BindToStringPayload.class) String question);

  /// Puts it into a context of Nova's.
  final class Binding extends AbstractModule {
    @Override
    protected void configure() {
      BinderUtils.bindHttpApi(binder(), NovaConsole.class);
    }
  }
}
