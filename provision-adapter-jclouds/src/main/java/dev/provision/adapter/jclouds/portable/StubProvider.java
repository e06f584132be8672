package dev.provision.adapter.jclouds.portable;

import dev.provision.adapter.jclouds.JcloudsProvider;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.PlainAccess;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.CloudAccount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A cloud in memory.
public final class StubProvider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public StubProvider() {
    super(
        new ProviderProfile(
            List.of("stub"),
            "a cloud in memory, to try out commands; its nodes cannot be reached",
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Set.of(),
            List.of()));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return PlainAccess.stub(account);
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Portable.open(profile().id(), access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return "root";
  }
}
