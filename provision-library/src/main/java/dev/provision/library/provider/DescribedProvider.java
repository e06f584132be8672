package dev.provision.library.provider;

import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudOption;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What a third party's provider said of itself when it was found. It is not asked again, so that
/// one which cannot say it is noticed then, and not in the middle of a list.
///
/// @param names those of its names that lead to it
/// @param provider what opens its accounts
record DescribedProvider(
    List<String> names,
    String description,
    List<CloudOption> credentials,
    List<CloudOption> options,
    CloudProvider provider)
    implements CloudProvider {
  DescribedProvider {
    names = List.copyOf(names);
    credentials = List.copyOf(credentials);
    options = List.copyOf(options);
  }

  /// Asks it.
  ///
  /// @throws CloudException if what it says cannot be used
  static DescribedProvider of(CloudProvider provider, List<String> names) {
    DescribedProvider said =
        new DescribedProvider(
            names, provider.description(), provider.credentials(), provider.options(), provider);
    if (Stream.concat(said.credentials.stream(), said.options.stream())
        .anyMatch(DescribedProvider::bad)) {
      throw new CloudException(
          new CloudFailure.Unclassified(
              "getting a provider's options",
              "one of its options has null as its name, type, help, or default"));
    }
    return said;
  }

  /// The same, found by some of its names only.
  DescribedProvider named(List<String> some) {
    return new DescribedProvider(some, description, credentials, options, provider);
  }

  /// Code that was compiled without the checks of this program may do that.
  private static boolean bad(CloudOption option) {
    return Stream.of(option.name(), option.type(), option.help(), option.defaultValue())
        .anyMatch(Objects::isNull);
  }

  @Override
  public CloudPort open(CloudAccount account) {
    return provider.open(account);
  }
}
