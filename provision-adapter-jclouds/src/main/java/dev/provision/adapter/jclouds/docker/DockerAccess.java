package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.ForeignFile;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.account.WebAddress;
import dev.provision.ports.Secret;
import dev.provision.ports.cloud.CloudAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// Reads an account at a Docker engine: where it listens, and the certificate it wants to see, if
/// any.
///
/// As jclouds has it, the files of the certificate and its key stand in the places of user and
/// secret.
final class DockerAccess {
  /// jclouds' name for the file of the authority.
  static final String AUTHORITY = "docker.cacert.path";

  private static final String NOBODY = "";
  private static final int TLS_PORT = 2376;
  private static final int PLAIN_PORT = 2375;

  private final CloudAccount account;
  private final CredentialSources sources;
  private final GivenOptions options;

  /// Which engine Docker's own commands would use, where neither the configuration nor
  /// `DOCKER_HOST` says one.
  private final Optional<DockerContext> context;

  private DockerAccess(CloudAccount account, CredentialSources sources) {
    this.account = account;
    this.sources = sources;
    this.options = new GivenOptions(account.provider(), account.options());
    boolean said =
        options.set(ProviderOption.ENGINE).isPresent()
            || sources.variable("DOCKER_HOST").isPresent();
    this.context = said ? Optional.empty() : DockerContext.chosen(sources, options);
  }

  static AccountAccess of(CloudAccount account, CredentialSources sources) {
    return new DockerAccess(account, sources).access();
  }

  private AccountAccess access() {
    String endpoint = endpoint();
    Properties properties = options.raw();
    if (!endpoint.startsWith("https:")) {
      return access(NOBODY, NOBODY, endpoint, properties);
    }
    // Whatever else is said, the engine has to show who it is.
    properties.setProperty("jclouds.relax-hostname", "false");
    authority().ifPresent(file -> properties.setProperty(AUTHORITY, file.toString()));
    Optional<Path> certificate = account.userid().map(this::file).or(() -> usual("cert.pem"));
    Optional<Path> key =
        account.secretKey().map(Secret::reveal).map(this::file).or(() -> usual("key.pem"));
    if (certificate.isPresent() != key.isPresent()) {
      throw options.missing(
          certificate.isPresent() ? "the client certificate's key" : "the client certificate",
          "set both userid and secret-key to files, or DOCKER_CERT_PATH to their directory");
    }
    return access(
        certificate.map(this::readable).orElse(NOBODY),
        key.map(this::readable).orElse(NOBODY),
        endpoint,
        properties);
  }

  private AccountAccess access(
      String certificate, String key, String endpoint, Properties properties) {
    return new AccountAccess(
        certificate,
        Secret.of(key),
        Optional.empty(),
        Optional.of(endpoint),
        Optional.empty(),
        properties,
        options);
  }

  /// In one of three forms: `unix://PATH`, `http://HOST:PORT`, `https://HOST:PORT`.
  private String endpoint() {
    String said =
        options
            .set(ProviderOption.ENGINE)
            .or(() -> sources.variable("DOCKER_HOST"))
            .or(() -> context.map(DockerContext::host))
            .or(() -> options.text(ProviderOption.ENGINE))
            .orElseThrow();
    if (said.matches("unix:///.+|https?://[^/]+/*")) {
      return said.startsWith("unix:") ? said : said.replaceFirst("/+$", "");
    }
    if (said.matches("(tcp://)?([^/:\\[]+|\\[[0-9a-fA-F:]+\\])(:[0-9]+)?/?")) {
      return network(said.replaceFirst("^tcp://", "").replaceFirst("/$", ""));
    }
    String source = options.set(ProviderOption.ENGINE).isPresent() ? "option endpoint: " : "";
    throw options.invalid(
        source
            + (said.startsWith("ssh://")
                ? "engines over SSH are not supported; forward the socket (ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock %s) and set endpoint to"
                        .formatted(said.substring("ssh://".length()))
                    + " unix:///tmp/docker.sock"
                : context.map(it -> "the Docker context '" + it.name() + "': ").orElse("")
                    + "the engine's address '%s' is not unix://PATH, tcp://HOST:PORT, http://HOST:PORT, or"
                        .formatted(new WebAddress(said).shown())
                    + " https://HOST:PORT; set endpoint or DOCKER_HOST"));
  }

  private String network(String place) {
    boolean tls =
        place.endsWith(":" + TLS_PORT) || (wantsTls() && !place.endsWith(":" + PLAIN_PORT));
    boolean hasPort = place.matches(".*[^:]:[0-9]+|\\[.*\\]:[0-9]+");
    return (tls ? "https://" : "http://")
        + place
        + (hasPort ? "" : ":" + (tls ? TLS_PORT : PLAIN_PORT));
  }

  private boolean wantsTls() {
    return account.userid().isPresent()
        || options.set(ProviderOption.CA_FILE).isPresent()
        || context.filter(it -> Files.isDirectory(it.certificates())).isPresent()
        || (context.isEmpty()
            && sources.variable("DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH").isPresent());
  }

  private Optional<Path> authority() {
    return options
        .set(ProviderOption.CA_FILE)
        .map(this::file)
        .map(this::readable)
        .or(() -> usual("ca.pem").map(this::readable))
        .map(Path::of);
  }

  /// Where Docker's own commands look.
  private Optional<Path> usual(String name) {
    return context
        .map(DockerContext::certificates)
        .or(() -> sources.variable("DOCKER_CERT_PATH").map(this::file))
        .or(() -> Optional.of(sources.home().resolve(".docker")))
        .map(directory -> directory.resolve(name))
        .filter(Files::isRegularFile);
  }

  private Path file(String text) {
    return text.startsWith("~/")
        ? sources.home().resolve(text.substring(2))
        : sources.workingDirectory().resolve(text);
  }

  private String readable(Path file) {
    if (!Files.isReadable(file)) {
      throw options.invalid(file + ": the file does not exist, or cannot be read");
    }
    new ForeignFile(options).check(file);
    return file.toString();
  }
}
