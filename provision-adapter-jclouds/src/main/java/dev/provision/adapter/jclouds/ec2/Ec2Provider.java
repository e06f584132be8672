package dev.provision.adapter.jclouds.ec2;

import dev.provision.adapter.jclouds.JcloudsProvider;
import dev.provision.adapter.jclouds.account.AccountAccess;
import dev.provision.adapter.jclouds.account.Credential;
import dev.provision.adapter.jclouds.account.CredentialSources;
import dev.provision.adapter.jclouds.account.ProviderOption;
import dev.provision.adapter.jclouds.account.ProviderProfile;
import dev.provision.adapter.jclouds.account.ProviderProfile.Trait;
import dev.provision.adapter.jclouds.node.CloudApi;
import dev.provision.adapter.jclouds.node.Distribution;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.ports.cloud.CloudAccount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Amazon EC2, and clouds with its API.
public final class Ec2Provider extends JcloudsProvider {
  /// For `ServiceLoader`.
  public Ec2Provider() {
    super(
        new ProviderProfile(
            List.of("aws-ec2", "aws", "ec2"),
            "Amazon EC2, and clouds with its API; requires an access key",
            Optional.of(
                Credential.line("the access key's ID")
                    .orIn("a profile of ~/.aws")
                    .orVariables("AWS_ACCESS_KEY_ID")),
            Optional.of(
                Credential.line("the secret access key")
                    .orIn("a profile of ~/.aws")
                    .orVariables("AWS_SECRET_ACCESS_KEY")),
            OptionalInt.of(16_384),
            Set.of(Trait.SHOWS_CONSOLE, Trait.KEEPS_LABELS),
            List.of(
                ProviderOption.ENDPOINT,
                ProviderOption.PROFILE,
                ProviderOption.REGION,
                ProviderOption.KEY_PAIR,
                ProviderOption.SECURITY_GROUPS,
                ProviderOption.SUBNET,
                ProviderOption.DISK_SIZE,
                ProviderOption.TAGS)));
  }

  @Override
  protected AccountAccess access(CloudAccount account, CredentialSources sources) {
    return AwsAccess.of(account, sources);
  }

  @Override
  protected CloudApi api(AccountAccess access, JcloudsContexts contexts) {
    return Ec2.open(access, contexts);
  }

  @Override
  protected String user(Distribution distribution) {
    return distribution.amazonUser();
  }
}
