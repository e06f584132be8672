package dev.provision.adapter.jclouds;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudPort;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.jclouds.rackspace.cloudservers.uk.CloudServersUKProviderMetadata;
import org.jclouds.rackspace.cloudservers.us.CloudServersUSProviderMetadata;

/// Opens accounts: reads what they say, and puts the parts together.
///
/// @param surroundings where credentials may stand besides the configuration
/// @param clock for limits
/// @param pause for waiting
/// @param random spreads repetitions
record Opening(
    Surroundings surroundings, InstantSource clock, Pause pause, RandomGenerator random) {
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);

  private static final Duration FIRST_CONTACT = Duration.ofSeconds(7);

  private static final Properties NONE = new Properties();

  /// The secret is the token itself.
  private static final Properties READY_TOKEN = new Properties();

  static {
    READY_TOKEN.setProperty("jclouds.oauth.credential-type", "bearerTokenCredentials");
  }

  /// As the program has it.
  static Opening usual() {
    return new Opening(
        Surroundings.ofProcess(), InstantSource.system(), Pause.SLEEP, new SecureRandom());
  }

  CloudPort open(Cloud cloud, CloudAccount account) {
    Access access = access(cloud, account);
    new AccountCheck(cloud, account, surroundings, access).check();
    Options options = access.options();
    Secrets secrets = Secrets.of(access, cloud);
    Calls calls =
        new Calls(
            Duration.ofSeconds(options.number(Option.CALL_TIMEOUT).orElse(120)), clock, secrets);
    return new JcloudsCloud(
        new LazyApi(cloud, () -> api(cloud, access, secrets)),
        calls,
        new Endpoints(options, cloud::user),
        Recognition.of(
            cloud, options, account.stateDirectory().toAbsolutePath().resolve("known_hosts")),
        clock,
        pause);
  }

  private Access access(Cloud cloud, CloudAccount account) {
    return switch (cloud) {
      case NOVA -> OpenStackAccess.of(account, surroundings);
      case EC2 -> AwsAccess.of(account, surroundings);
      case GCE -> GoogleAccess.of(account, surroundings);
      case AZURE -> AzureAccess.of(account, surroundings);
      case CLOUDSTACK ->
          PlainAccess.of(
              account,
              surroundings,
              List.of("CLOUDSTACK_KEY"),
              List.of("CLOUDSTACK_SECRET"),
              List.of("CLOUDSTACK_ENDPOINT"),
              NONE);
      case RACKSPACE_US, RACKSPACE_UK, SOFTLAYER ->
          PlainAccess.of(
              account,
              surroundings,
              cloud.userVariables(),
              cloud.secretVariables(),
              List.of(),
              NONE);
      case DOCKER -> DockerAccess.of(account, surroundings);
      case STUB -> PlainAccess.stub(account);
      case DIGITAL_OCEAN ->
          PlainAccess.of(
              account,
              surroundings,
              List.of(),
              List.of("DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"),
              List.of(),
              READY_TOKEN);
    };
  }

  /// Whoever says how long to wait means it.
  private static Duration firstContact(Options options) {
    return options.set(Option.CALL_TIMEOUT).isPresent()
        ? ChronoUnit.FOREVER.getDuration()
        : FIRST_CONTACT;
  }

  private Api api(Cloud cloud, Access access, Secrets secrets) {
    Contexts contexts =
        new Contexts(
            access,
            new Pacing(clock, pause, random, FIRST_WAIT, firstContact(access.options())),
            secrets,
            new EnvironmentProxies(surroundings));
    return switch (cloud) {
      case NOVA -> Nova.open(access, contexts);
      case EC2 -> Ec2.open(access, contexts);
      case DIGITAL_OCEAN -> DigitalOcean.open(access, contexts);
      case GCE -> Gce.open(access, contexts);
      case AZURE -> Azure.open(access, contexts);
      case CLOUDSTACK -> CloudStack.open(access, contexts);
      case DOCKER -> Docker.open(access, contexts);
      case RACKSPACE_US -> Rackspace.open(new CloudServersUSProviderMetadata(), access, contexts);
      case RACKSPACE_UK -> Rackspace.open(new CloudServersUKProviderMetadata(), access, contexts);
      case SOFTLAYER -> Portable.softLayer(access, contexts);
      case STUB -> Portable.open(cloud.names().getFirst(), access, contexts);
    };
  }
}
