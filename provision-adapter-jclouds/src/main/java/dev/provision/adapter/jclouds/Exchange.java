package dev.provision.adapter.jclouds;

import com.google.common.base.Function;
import com.google.common.base.Supplier;
import com.google.inject.Inject;
import com.google.inject.name.Named;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.jclouds.Constants;
import org.jclouds.http.HttpRequest;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.HttpUtils;
import org.jclouds.http.handlers.DelegatingErrorHandler;
import org.jclouds.http.internal.HttpWire;
import org.jclouds.http.internal.JavaUrlHttpCommandExecutorService;
import org.jclouds.io.ContentMetadataCodec;

/// jclouds' HTTP client under our rules: what is repeated ([Repeats]), when a request is sent
/// ([Pacing]), and no request outlasts its call.
final class Exchange extends JavaUrlHttpCommandExecutorService {
  /// So that [Repeats] is asked about every method.
  private static final String EVERY_METHOD = "GET,HEAD,PUT,POST,DELETE,OPTIONS,PATCH";

  private final Pacing pacing;
  private final Route route;

  @Inject
  Exchange(
      HttpUtils utils,
      ContentMetadataCodec contentMetadataCodec,
      Repeats repeats,
      DelegatingErrorHandler errorHandler,
      HttpWire wire,
      @Named("untrusted") HostnameVerifier verifier,
      @Named("untrusted") Supplier<SSLContext> untrusted,
      Function<URI, Proxy> proxyForUri,
      @Named(Constants.PROPERTY_OUTPUT_SOCKET_BUFFER_SIZE) int outputSocketBufferSize,
      @Named(Constants.PROPERTY_USER_AGENT) String userAgent,
      Pacing pacing,
      Route route) {
    super(
        utils,
        contentMetadataCodec,
        repeats,
        repeats,
        errorHandler,
        wire,
        verifier,
        untrusted,
        proxyForUri,
        EVERY_METHOD,
        outputSocketBufferSize,
        userAgent);
    this.pacing = pacing;
    this.route = route;
  }

  @Override
  protected HttpURLConnection convert(HttpRequest request)
      throws IOException, InterruptedException {
    pacing.beforeRequest();
    if (Call.CURRENT.isBound()) {
      Call.CURRENT.get().sending(route.receiver(request.getEndpoint()));
    }
    return super.convert(request);
  }

  @Override
  protected HttpURLConnection initConnection(HttpRequest request) throws IOException {
    Optional<Path> socket = route.socket();
    HttpURLConnection connection =
        socket.isPresent()
            ? new UnixConnection(request.getEndpoint().toURL(), socket.get())
            : super.initConnection(request);
    // An answer from a cache of this process would be an old one.
    connection.setUseCaches(false);
    if (Call.CURRENT.isBound()) {
      Call.CURRENT.get().connecting(connection::disconnect);
    }
    return connection;
  }

  @Override
  protected HttpResponse invoke(HttpURLConnection connection)
      throws IOException, InterruptedException {
    HttpResponse response = super.invoke(connection);
    if (response.getStatusCode() < 400 && Call.CURRENT.isBound()) {
      Call.CURRENT.get().answered();
    }
    return response;
  }
}
