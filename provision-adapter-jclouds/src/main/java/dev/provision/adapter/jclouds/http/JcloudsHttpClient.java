package dev.provision.adapter.jclouds.http;

import com.google.common.base.Function;
import com.google.common.base.Supplier;
import com.google.inject.Inject;
import com.google.inject.name.Named;
import dev.provision.adapter.jclouds.account.AccountCheck;
import dev.provision.adapter.jclouds.call.AnswerReader;
import dev.provision.adapter.jclouds.call.CallContext;
import dev.provision.adapter.jclouds.call.ErrorResponse;
import dev.provision.adapter.jclouds.call.ErrorResponseException;
import dev.provision.adapter.jclouds.call.LostAnswer;
import dev.provision.adapter.jclouds.call.RetryPolicy;
import dev.provision.adapter.jclouds.call.UnusableAnswerException;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.jclouds.Constants;
import org.jclouds.http.HttpCommand;
import org.jclouds.http.HttpRequest;
import org.jclouds.http.HttpRequestFilter;
import org.jclouds.http.HttpResponse;
import org.jclouds.http.HttpResponseException;
import org.jclouds.http.HttpUtils;
import org.jclouds.http.IOExceptionRetryHandler;
import org.jclouds.http.handlers.DelegatingErrorHandler;
import org.jclouds.http.handlers.DelegatingRetryHandler;
import org.jclouds.http.internal.HttpWire;
import org.jclouds.http.internal.JavaUrlHttpCommandExecutorService;
import org.jclouds.io.ContentMetadataCodec;
import org.jclouds.rest.internal.GeneratedHttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// jclouds' HTTP client under our rules: what is repeated ([RetryHandler]), when a request is sent
/// ([RetryPolicy]), how much is read ([AnswerReader]), and no request outlasts its call.
///
/// Of jclouds there is only how a request is put on a connection. Its loop around that is not used:
/// it follows redirects with all credentials, repeats what makes nodes, and has each API's own
/// parsers read errors, some of them with document types.
///
/// Tested by `FailuresTest`, `AnswerLimitsTest` and `RedirectTest`.
final class JcloudsHttpClient extends JavaUrlHttpCommandExecutorService {
  private static final Logger LOG = LoggerFactory.getLogger("provision.cloud");

  /// What exchanges credentials for a token: it changes nothing.
  private static final String LOGINS = "org\\.jclouds\\..*Auth(entication|orization)Api";

  private final RequestRules rules;
  private final RetryHandler retries;

  @Inject
  JcloudsHttpClient(
      HttpUtils utils,
      ContentMetadataCodec contentMetadataCodec,
      RetryHandler retries,
      DelegatingRetryHandler unused,
      DelegatingErrorHandler unusedToo,
      HttpWire wire,
      @Named("untrusted") HostnameVerifier verifier,
      @Named("untrusted") Supplier<SSLContext> untrusted,
      Function<URI, Proxy> proxyForUri,
      @Named(Constants.PROPERTY_OUTPUT_SOCKET_BUFFER_SIZE) int outputSocketBufferSize,
      @Named(Constants.PROPERTY_USER_AGENT) String userAgent,
      RequestRules rules) {
    super(
        utils,
        contentMetadataCodec,
        unused,
        IOExceptionRetryHandler.NEVER_RETRY,
        unusedToo,
        wire,
        verifier,
        untrusted,
        to -> proxy(to, proxyForUri.apply(to), rules),
        "",
        outputSocketBufferSize,
        userAgent);
    this.rules = rules;
    this.retries = retries;
  }

  /// What Java's own properties or the account's options say goes before the environment.
  private static Proxy proxy(URI to, Proxy set, RequestRules rules) {
    return set.type() != Proxy.Type.DIRECT
        ? set
        : rules.proxies().of(to).map(EnvironmentProxies.Named::proxy).orElse(set);
  }

  @Override
  public HttpResponse invoke(HttpCommand command) {
    CallContext call = CallContext.current();
    boolean isLogin = isLogin(command.getCurrentRequest());
    for (int failures = 1; ; failures++) {
      try {
        HttpResponse response = bounded(command.getCurrentRequest(), call);
        rules.retryPolicy().answered();
        note(call, isLogin);
        if (response.getStatusCode() < 300) {
          call.notRefused();
          return response;
        }
        ErrorResponse refusal =
            ErrorResponse.of(
                response,
                command.getCurrentRequest().getEndpoint(),
                rules.internalErrors().areFinal(),
                rules.secrets());
        call.refused(refusal);
        if (!retries.again(call, command, response, refusal, isLogin, failures)) {
          throw new ErrorResponseException(refusal, command, response);
        }
      } catch (IOException e) {
        if (!LostAnswer.of(e).beforeSending()) {
          note(call, isLogin);
        }
        if (!rules.retryPolicy().again(call, e, isLogin, failures)) {
          call.notRefused();
          throw new HttpResponseException(String.valueOf(e.getMessage()), command, null, e);
        }
      } catch (UnusableAnswerException e) {
        note(call, isLogin);
        call.notRefused();
        throw e;
      }
    }
  }

  private static void note(CallContext call, boolean isLogin) {
    if (!isLogin) {
      call.arrived();
    }
  }

  private static boolean isLogin(HttpRequest request) {
    return request instanceof GeneratedHttpRequest generated
        && generated
            .getInvocation()
            .getInvokable()
            .getOwnerType()
            .getRawType()
            .getName()
            .matches(LOGINS);
  }

  /// Java's client limits neither what follows the chunks of a body, nor how many interim answers
  /// come before the last: where those have no end, the heap or the stack has one. What filled them
  /// is free again here, since nothing but the exchange holds it.
  private HttpResponse bounded(HttpRequest request, CallContext call) throws IOException {
    try {
      return exchange(request, call);
    } catch (OutOfMemoryError | StackOverflowError e) {
      call.connecting(() -> {});
      UnusableAnswerException endless =
          new UnusableAnswerException(
              "sent an answer too large for the memory of this program; its headers or trailers may"
                  + " be endless");
      endless.initCause(e);
      throw endless;
    }
  }

  private HttpResponse exchange(HttpRequest request, CallContext call) throws IOException {
    HttpRequest complete = request;
    for (HttpRequestFilter filter : request.getFilters()) {
      complete = filter.filter(complete);
    }
    rules.secrets().learn(complete);
    requireSendable(complete, call);
    HttpURLConnection connection = null;
    boolean isRead = false;
    try {
      rules.retryPolicy().beforeRequest();
      call.sending(receiver(complete.getEndpoint()));
      long start = System.nanoTime();
      connection = convert(complete);
      HttpResponse response = AnswerReader.read(connection, call);
      isRead = true;
      LOG.debug("{}: {} in {} ms", line(complete), response.getStatusCode(), since(start));
      return response;
    } catch (IOException e) {
      LOG.debug("{}: {}", line(complete), rules.secrets().masked(String.valueOf(e.getMessage())));
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException(e.getMessage());
      interrupted.initCause(e);
      throw interrupted;
    } finally {
      if (connection != null && !isRead) {
        connection.disconnect();
      }
    }
  }

  /// Without the query: some clouds sign there.
  private static String line(HttpRequest request) {
    URI to = request.getEndpoint();
    return request.getMethod() + " " + to.getScheme() + "://" + to.getAuthority() + to.getPath();
  }

  private static long since(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /// What the account was given at its login goes into headers; Java would quote it in its error.
  private static void requireSendable(HttpRequest request, CallContext call) {
    if (!request.getHeaders().values().stream().allMatch(AccountCheck::isOneLine)) {
      throw new CloudException(
          new CloudFailure.Unauthorized(
              "logging in",
              (call.receiver().isEmpty() ? "the login" : call.receiver())
                  + " returned a token that cannot be sent: it contains a line break or another"
                  + " control character"));
    }
  }

  /// For people; with the proxy, since a failure may be its own.
  private String receiver(URI to) {
    return rules.route().receiver(to) + proxyTo(to).map(EnvironmentProxies.Named::words).orElse("");
  }

  private Optional<EnvironmentProxies.Named> proxyTo(URI to) {
    return rules.route().socket().isPresent() ? Optional.empty() : rules.proxies().of(to);
  }

  @Override
  protected HttpURLConnection initConnection(HttpRequest request) throws IOException {
    Optional<Path> socket = rules.route().socket();
    HttpURLConnection connection =
        socket.isPresent()
            ? new UnixConnection(request.getEndpoint().toURL(), socket.get())
            : super.initConnection(request);
    proxyTo(request.getEndpoint())
        .flatMap(EnvironmentProxies.Named::user)
        .ifPresent(user -> EnvironmentProxies.authorize(connection, user));
    // An answer from a cache of this process would be an old one.
    connection.setUseCaches(false);
    if (CallContext.CURRENT.isBound()) {
      CallContext.CURRENT.get().connecting(connection::disconnect);
    }
    return connection;
  }
}
