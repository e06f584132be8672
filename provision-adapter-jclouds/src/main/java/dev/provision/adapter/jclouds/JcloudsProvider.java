package dev.provision.adapter.jclouds;

import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.AccountCheck;
import dev.provision.adapter.jclouds.account.Credential;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.call.AccountSecrets;
import dev.provision.adapter.jclouds.call.ApiCalls;
import dev.provision.adapter.jclouds.call.RetryPolicy;
import dev.provision.adapter.jclouds.http.EnvironmentProxies;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.CloudWithConsole;
import dev.provision.adapter.jclouds.node.CloudWithLabels;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.node.HostTrustPolicy;
import dev.provision.adapter.jclouds.node.JcloudsCloud;
import dev.provision.adapter.jclouds.node.LazyApi;
import dev.provision.adapter.jclouds.node.NodeEndpoints;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// A provider of this adapter. Each cloud has a package with one public subclass, which is a line
/// of `META-INF/services`; [ARCHITECTURE](../../../../../../../../ARCHITECTURE.md) says how to add
/// one.
///
/// A subclass names classes of jclouds in its methods only: the virtual machine loads them when an
/// account is opened, not when providers are listed.
///
/// Tested by `EchoTest`.
public abstract class JcloudsProvider implements CloudProvider {
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);

  private static final Duration FIRST_CONTACT = Duration.ofSeconds(7);

  private static final int CALL_SECONDS = 120;

  private final ProviderProfile profile;

  protected JcloudsProvider(ProviderProfile profile) {
    this.profile = profile;
  }

  /// Reads what an account says, and what files and variables say where it is silent.
  protected abstract AccountAccess access(CloudAccount account, CredentialSources sources);

  /// Opens the API. Called when something is first asked of it, since that takes jclouds a while.
  protected abstract CloudApi api(AccountAccess access, JcloudsContexts contexts);

  /// Who logs in to images of this distribution.
  protected abstract String user(Distribution distribution);

  /// Names, options and limits.
  protected final ProviderProfile profile() {
    return profile;
  }

  @Override
  public final List<String> names() {
    return profile.names();
  }

  @Override
  public final String description() {
    return profile.description();
  }

  @Override
  public final List<CloudOption> credentials() {
    return profile.credentials();
  }

  @Override
  public final List<CloudOption> options() {
    return profile.options();
  }

  @Override
  public final CloudPort open(CloudAccount account) {
    return open(account, OpeningContext.ofProcess());
  }

  final CloudPort open(CloudAccount account, OpeningContext context) {
    AccountAccess access = access(account, context.sources());
    new AccountCheck(profile, account, context.sources(), access).check();
    GivenOptions options = access.options();
    AccountSecrets secrets =
        profile.secretIs(Credential.Form.FILE) ? new AccountSecrets() : AccountSecrets.of(access);
    ApiCalls calls =
        new ApiCalls(
            Duration.ofSeconds(options.number(ProviderOption.CALL_TIMEOUT).orElse(CALL_SECONDS)),
            context.clock(),
            secrets);
    LazyApi api =
        new LazyApi(profile.userDataLimit(), () -> api(access, contexts(access, context, secrets)));
    NodeEndpoints endpoints = new NodeEndpoints(options, this::user);
    HostTrustPolicy hostTrust =
        HostTrustPolicy.of(
            profile, options, account.stateDirectory().toAbsolutePath().resolve("known_hosts"));
    // Those that show consoles keep labels, too.
    if (profile.has(ProviderProfile.Trait.SHOWS_CONSOLE)) {
      return new CloudWithConsole(
          api, calls, endpoints, hostTrust, context.clock(), context.pause());
    }
    return profile.has(ProviderProfile.Trait.KEEPS_LABELS)
        ? new CloudWithLabels(api, calls, endpoints, hostTrust, context.clock(), context.pause())
        : new JcloudsCloud(api, calls, endpoints, hostTrust, context.clock(), context.pause());
  }

  private static JcloudsContexts contexts(
      AccountAccess access, OpeningContext context, AccountSecrets secrets) {
    return new JcloudsContexts(
        access,
        new RetryPolicy(
            context.clock(),
            context.pause(),
            context.random(),
            FIRST_WAIT,
            firstContact(access.options())),
        secrets,
        new EnvironmentProxies(context.sources()));
  }

  /// Whoever says how long to wait means it.
  private static Duration firstContact(GivenOptions options) {
    return options.set(ProviderOption.CALL_TIMEOUT).isPresent()
        ? ChronoUnit.FOREVER.getDuration()
        : FIRST_CONTACT;
  }
}
