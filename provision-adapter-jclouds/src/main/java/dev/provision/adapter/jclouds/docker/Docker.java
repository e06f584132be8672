package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.call.CallContext;
import dev.provision.adapter.jclouds.call.ErrorResponse;
import dev.provision.adapter.jclouds.call.ListEntries;
import dev.provision.adapter.jclouds.http.RequestRoute;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.KnownSystem;
import dev.provision.adapter.jclouds.node.NodeCopies;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.shell.HostKey;
import dev.provision.ports.shell.SshEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jclouds.http.HttpResponseException;

/// A Docker engine.
///
/// A node is a container of its exact name, made and then started, whose main process is an SSH
/// server. What it needs before it starts, and what tells its identity, goes in and out through the
/// engine.
final class Docker implements CloudApi {
  static final String ENGINE = "engine";

  private static final String LOCALHOST = "http://localhost";
  private static final String LOG = "/logs?stdout=true&stderr=true&tail=300";
  private static final String IMAGE = "[^ :]+(:[0-9]+/[^ :]+)?:[A-Za-z0-9_.-]+|[0-9a-f]{12,64}";

  private static final int RUNS_ALREADY = 304;

  private final Engine engine;
  private final GivenOptions options;
  private final EngineUrls urls;
  private final ContainerFiles files;
  private final DockerMapping mapping;

  /// Where their SSH servers were when they were last looked at; the engine may choose others at
  /// each start.
  private final Map<NodeId, Integer> ports = new ConcurrentHashMap<>();

  private Docker(Engine engine, AccountAccess access, URI endpoint) {
    this.engine = engine;
    this.options = access.options();
    this.urls =
        new EngineUrls(endpoint.getScheme().equals("unix") ? LOCALHOST : endpoint.toString());
    this.files = new ContainerFiles(engine, urls, options);
    this.mapping = new DockerMapping(options, endpoint);
  }

  static Docker open(AccountAccess access, JcloudsContexts contexts) {
    URI endpoint = URI.create(access.endpoint().orElseThrow());
    switch (endpoint.getScheme()) {
      case "unix" -> contexts.by(RequestRoute.through(Path.of(endpoint.getPath())));
      case "https" -> contexts.with(new DockerTls(access));
      default -> {}
    }
    // Engines say 500 where others say 400 or 409: the container cannot start, the name is in use.
    return new Docker(
        contexts.withFinalErrors().plain(Engine.class, "docker", LOCALHOST), access, endpoint);
  }

  /// Containers in any state that have this.
  private List<JsonValue> containers(String kind, String value) {
    String filters = "{\"%s\":[\"%s\"]}".formatted(kind, value);
    return JsonValue.parseList(
        engine.get(urls.of("/containers/json?all=true&filters=" + EngineUrls.encoded(filters))));
  }

  @Override
  public List<Location> locations() {
    JsonValue info = JsonValue.parse(engine.get(urls.of("/info")));
    return List.of(new Location(ENGINE, info.text("Name").orElse(ENGINE)));
  }

  @Override
  public Optional<Location> location(String text) {
    return text.equals("0") || text.equals(ENGINE)
        ? Optional.of(new Location(ENGINE, ENGINE))
        : Optional.empty();
  }

  @Override
  public List<Size> sizes() {
    return DockerSize.usual();
  }

  @Override
  public Optional<Size> size(String text) {
    return text.equals("0") ? Optional.of(sizes().getFirst()) : DockerSize.of(text);
  }

  @Override
  public List<Image> images() {
    return ListEntries.images(
        JsonValue.parseList(engine.get(urls.of("/images/json"))).stream()
            .flatMap(DockerMapping::images)
            .toList(),
        Supplier::get);
  }

  /// Of a system, the engine's latest image: most likely the one that an SSH server was added to.
  @Override
  public Optional<Image> image(String text) {
    Optional<KnownSystem> system = KnownSystem.named(text);
    if (system.isPresent()) {
      return images().stream().filter(image -> system.get().isIn(image.name())).findFirst();
    }
    return text.matches(IMAGE) ? Optional.of(new Image(text, text)) : Optional.empty();
  }

  @Override
  public List<Node> nodes() {
    return ListEntries.nodes(
        JsonValue.parseList(engine.get(urls.of("/containers/json?all=true"))), mapping::node);
  }

  @Override
  public Optional<Node> node(NodeId id) {
    Optional<JsonValue> summary = containers("id", id.value()).stream().findFirst();
    summary.ifPresent(
        container -> mapping.publishedPort(container).ifPresent(port -> ports.put(id, port)));
    return summary.map(mapping::node);
  }

  @Override
  public Optional<Node> findByToken(NodeRequest request) {
    return containers("label", TOKEN + "=" + request.token()).stream()
        .findFirst()
        .map(mapping::node);
  }

  @Override
  public Created create(NodeRequest request) {
    String body = mapping.body(request).toString();
    try {
      JsonValue made =
          JsonValue.parse(
              engine.post(
                  urls.of("/containers/create?name=" + EngineUrls.encoded(request.name())), body));
      NodeId id = DockerMapping.id(made);
      return new Created(NodeCopies.pending(id, request), Optional.empty());
    } catch (RuntimeException e) {
      return new Created(otherwise(request, e), Optional.empty());
    }
  }

  /// A name that is in use may be that of an earlier request with the same token.
  private Node otherwise(NodeRequest request, RuntimeException refused) {
    int status = refusal();
    if (status == 404) {
      throw new CloudException(
          new CloudFailure.NotFound(
              "creating node " + request.name(),
              "the engine has no image '%s'; run: docker pull %s"
                  .formatted(request.image().id(), request.image().id())),
          refused);
    }
    return (status == 409 || status == 500 ? findByToken(request) : Optional.<Node>empty())
        .orElseThrow(() -> refused);
  }

  /// The status of the latest answer, if it was a refusal; jclouds' exceptions do not tell.
  private static int refusal() {
    return CallContext.CURRENT.get().refusal().map(ErrorResponse::status).orElse(0);
  }

  /// Lets the keys in, and starts it.
  @Override
  public void finishCreation(NodeId id, NodeRequest request) {
    if (!request.authorizedKeys().isEmpty()) {
      files.authorize(
          id,
          options.text(ProviderOption.LOGIN_USER).orElse(ContainerUser.ROOT),
          request.authorizedKeys());
    }
    try {
      engine.act(urls.container(id, "/start"));
    } catch (HttpResponseException e) {
      if (e.getResponse() == null || e.getResponse().getStatusCode() != RUNS_ALREADY) {
        throw e;
      }
    }
  }

  @Override
  public List<HostKey> hostKeys(NodeId id) {
    return files.hostKeys(id);
  }

  @Override
  public SshEndpoint endpoint(NodeId id, SshEndpoint usual) {
    Integer port = ports.get(id);
    return port == null || options.byPrivateAddress() ? usual : usual.withPort(port);
  }

  /// Process 1 is the SSH server, and the kernel with its boot ID is the engine's.
  @Override
  public Optional<String> restartObstacle() {
    return Optional.of(
        "a container of docker shares the kernel of its host, and ends when its first process"
            + " does");
  }

  @Override
  public Optional<String> whyStopped(NodeId id) {
    JsonValue state = JsonValue.parse(engine.get(urls.container(id, "/json")));
    if (state.text("State/Status").equals(Optional.of("paused"))) {
      return Optional.of("it is paused; run: docker unpause " + id);
    }
    String last =
        console(id).stream()
            .flatMap(String::lines)
            .filter(line -> !line.isBlank())
            .reduce((_, line) -> line)
            .map(line -> "; its last output: " + line.strip())
            .orElse("");
    return Optional.of(
        ("its container exited with status %s (restart it with: docker start %s); it must run an"
                + " SSH server, from its image or from the option command%s")
            .formatted(state.text("State/ExitCode").orElse("unknown"), id, last));
  }

  /// Volumes without a name go with it.
  @Override
  public void destroy(NodeId id) {
    try {
      engine.delete(urls.container(id, "?force=true&v=true"));
    } catch (RuntimeException e) {
      if (refusal() != 409) { // it is being removed already
        throw e;
      }
    }
  }

  @Override
  public Optional<String> console(NodeId id) {
    return Optional.ofNullable(engine.read(urls.container(id, LOG)))
        .map(LogStream::decode)
        .filter(text -> !text.isBlank());
  }

  @Override
  public void close() {
    JcloudsContexts.close(engine);
  }
}
