package dev.provision.it;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.Image;
import dev.provision.ports.cloud.Location;
import dev.provision.ports.cloud.Node;
import dev.provision.ports.cloud.NodeId;
import dev.provision.ports.cloud.NodeRequest;
import dev.provision.ports.cloud.ReachableNode;
import dev.provision.ports.cloud.Size;
import dev.provision.ports.cloud.UserDataSupport;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.Login.Passphrase;
import dev.provision.ports.shell.SshEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A cloud of one node, which is a real OpenSSH server: at first with the key of its image, and
/// once [#boot()] was called with the one that its user data give it.
final class BootingCloud implements CloudPort, ConsoleReader, AutoCloseable {
  private static final NodeId ID = new NodeId("region/node-1");

  private final Path directory;
  private final Path knownHosts;
  private final RealSshd image;
  private Optional<RealSshd> node = Optional.empty();
  private Optional<NodeRequest> request = Optional.empty();
  private boolean bootsAtOnce;

  /// @param knownHosts where keys of new hosts are written
  BootingCloud(Path directory, Path knownHosts) throws IOException, InterruptedException {
    this.directory = directory;
    this.knownHosts = knownHosts;
    this.image = RealSshd.talkative(directory.resolve("image"));
  }

  /// Lets nodes boot as soon as they are made.
  BootingCloud bootingAtOnce() {
    bootsAtOnce = true;
    return this;
  }

  /// Stops the image's server and starts the node's, as cloud-init does it.
  void boot() {
    String userData = request.orElseThrow().userData().orElseThrow();
    try {
      image.close();
      node = Optional.of(RealSshd.booted(nodeDirectory(), image.port(), userData));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isBooted() {
    return node.isPresent();
  }

  /// Lets somebody else answer where the node was.
  RealSshd stranger() throws IOException, InterruptedException {
    image.close();
    if (node.isPresent()) {
      node.get().close();
    }
    Path place = Files.createDirectories(directory.resolve("stranger"));
    for (String name : List.of("user", "user.pub")) {
      if (node.isPresent()) {
        Files.copy(nodeDirectory().resolve(name), place.resolve(name));
      }
    }
    return RealSshd.talkative(place, image.port());
  }

  /// The public key in the user data.
  String givenKey() {
    return RealSshd.givenKey(request.orElseThrow().userData().orElseThrow());
  }

  RealSshd image() {
    return image;
  }

  RealSshd node() {
    return node.orElseThrow();
  }

  Path nodeDirectory() {
    return directory.resolve("node");
  }

  /// As later calls find the node: it has to be known by then.
  SshEndpoint endpoint(HostTrust trust) {
    String address = image.address();
    return new SshEndpoint(
            "127.0.0.1",
            image.port(),
            address.substring(0, address.indexOf('@')),
            List.of(new Login.KeyFile(nodeDirectory().resolve("user"), Passphrase.NONE)),
            trust)
        .withHostName(ID.value());
  }

  @Override
  public UserDataSupport userData() {
    return new UserDataSupport.Taken(OptionalInt.empty(), true);
  }

  @Override
  public Optional<String> console(NodeId id) {
    return Optional.of("Reached target Network is Online.\n");
  }

  @Override
  public Node create(NodeRequest wanted) {
    request = Optional.of(wanted);
    if (bootsAtOnce) {
      boot();
    }
    return running(wanted);
  }

  private static Node running(NodeRequest wanted) {
    return new Node(
        ID,
        wanted.name(),
        Node.State.RUNNING,
        List.of("127.0.0.1"),
        List.of(),
        Optional.of(wanted.image()),
        Optional.of(wanted.size()),
        Optional.of(wanted.location()),
        Optional.empty());
  }

  @Override
  public ReachableNode await(NodeId id, Duration limit) {
    return new ReachableNode(
        running(request.orElseThrow()), endpoint(new HostTrust.AcceptNew(List.of(), knownHosts)));
  }

  @Override
  public Catalog catalog() {
    return new SmallCatalog();
  }

  @Override
  public List<Node> nodes() {
    return request.map(BootingCloud::running).stream().toList();
  }

  @Override
  public void destroy(NodeId id) {
    request = Optional.empty();
  }

  @Override
  public void close() {
    try {
      image.close();
      if (node.isPresent()) {
        node.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record SmallCatalog() implements Catalog {
    @Override
    public List<Location> locations() {
      return List.of(new Location("here", "here"));
    }

    @Override
    public List<Size> sizes() {
      return List.of(
          new Size(
              "small",
              "small",
              OptionalDouble.empty(),
              OptionalLong.empty(),
              OptionalLong.empty()));
    }

    @Override
    public List<Image> images() {
      return List.of(new Image("debian", "Debian 12"));
    }
  }
}
