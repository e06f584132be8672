package dev.provision.adapter.jclouds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// A cloud over HTTP that keeps state, and that fails as it is told to.
public abstract class FakeCloud implements AutoCloseable {
  private final WireMockServer server;
  private final List<String> calls = new ArrayList<>();
  private final Deque<Trouble> troubles = new ArrayDeque<>();
  private volatile Optional<Gathering> gathering = Optional.empty();

  /// Where nodes are that run.
  public UnaryOperator<String> addresses =
      id -> "192.0.2." + (Math.floorMod(id.hashCode(), 200) + 1);

  /// How often a node is looked at before it runs.
  public int looksUntilRunning;

  public boolean refusesAccount;

  public FakeCloud() {
    server =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .extensions(new Answering()));
    server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers("cloud")));
    server.start();
  }

  /// The cloud's answer, from what it holds.
  public abstract ResponseDefinitionBuilder answer(Call call);

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /// What it was asked, such as `GET /servers`, in order.
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /// Forgets what it was asked.
  public synchronized void forgetCalls() {
    calls.clear();
  }

  public void addresses(UnaryOperator<String> where) {
    addresses = where;
  }

  public synchronized void refuseAccount() {
    refusesAccount = true;
  }

  public synchronized void startSlowly() {
    looksUntilRunning = 1000;
  }

  public synchronized void startAfterLooks(int looks) {
    looksUntilRunning = looks;
  }

  /// The next call like this is answered otherwise.
  ///
  /// @param call regular expression, such as `POST /servers`
  /// @param carriedOut whether the cloud does what it is asked all the same
  public synchronized void trouble(
      String call, boolean carriedOut, ResponseDefinitionBuilder answer) {
    troubles.add(new Trouble(Pattern.compile(call), carriedOut, answer));
  }

  public void status(String call, boolean carriedOut, int status) {
    trouble(
        call, carriedOut, aResponse().withStatus(status).withBody("{\"message\": \"trouble\"}"));
  }

  public void reset(String call, boolean carriedOut) {
    trouble(call, carriedOut, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
  }

  /// From now on calls like this are answered when so many of them are in flight.
  public Gathering gather(String call, int together) {
    Gathering made = new Gathering(call, together);
    gathering = Optional.of(made);
    return made;
  }

  private ResponseDefinition gathered(Call call) {
    Optional<Gathering> held = gathering.filter(one -> one.isFor(call));
    held.ifPresent(Gathering::arrive);
    try {
      return respond(call);
    } finally {
      held.ifPresent(Gathering::leave);
    }
  }

  private synchronized ResponseDefinition respond(Call call) {
    calls.add(call.toString());
    for (Trouble trouble : troubles) {
      if (trouble.call.matcher(call.toString()).find()) {
        troubles.remove(trouble);
        if (trouble.carriedOut) {
          ResponseDefinitionBuilder _ = answer(call);
        }
        return trouble.answer.build();
      }
    }
    return answer(call).build();
  }

  @Override
  public void close() {
    server.stop();
  }

  public static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  public static ResponseDefinitionBuilder nothing(int status) {
    return aResponse().withStatus(status);
  }

  /// What was asked.
  ///
  /// @param action what EC2 and CloudStack call it; elsewhere empty
  public record Call(
      String method,
      String path,
      Map<String, String> query,
      String body,
      String token,
      String action) {
    static Call of(Request request) {
      URI uri = URI.create(request.getUrl());
      String body = request.getBodyAsString();
      Map<String, String> query = decoded(uri.getRawQuery() == null ? "" : uri.getRawQuery());
      String type = String.valueOf(request.getHeader("Content-Type"));
      Map<String, String> form = type.contains("form-urlencoded") ? decoded(body) : Map.of();
      Map<String, String> all = new LinkedHashMap<>(query);
      all.putAll(form);
      String action = all.getOrDefault("Action", all.getOrDefault("command", ""));
      String token = String.valueOf(request.getHeader("X-Auth-Token"));
      if (token.equals("null")) {
        token = String.valueOf(request.getHeader("Authorization"));
      }
      return new Call(request.getMethod().value(), uri.getPath(), all, body, token, action);
    }

    private static Map<String, String> decoded(String text) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
      }
      return values;
    }

    private static String decode(String text) {
      return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    public String get(String parameter) {
      return query.getOrDefault(parameter, "");
    }

    public JsonValue json() {
      return JsonValue.parse(body);
    }

    @Override
    public String toString() {
      return method + " " + path + (action.isEmpty() ? "" : " " + action);
    }
  }

  private record Trouble(Pattern call, boolean carriedOut, ResponseDefinitionBuilder answer) {}

  private final class Answering implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      return gathered(Call.of(event.getRequest()));
    }

    @Override
    public String getName() {
      return "cloud";
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }
  }
}
