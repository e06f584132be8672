package dev.provision.adapter.jclouds.openstack;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.inject.Injector;
import dev.provision.adapter.jclouds.answer.JsonValue;
import dev.provision.adapter.jclouds.call.ListPages;
import dev.provision.adapter.jclouds.call.UnusableAnswerException;
import dev.provision.adapter.jclouds.rest.JcloudsContexts;
import dev.provision.adapter.jclouds.rest.Rest;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jclouds.location.suppliers.RegionIdToURISupplier;
import org.jspecify.annotations.Nullable;

/// OpenStack's services, where Keystone's catalogue says they are.
///
/// Tested by `FloatingAddressesTest` and `FailuresTest`.
final class OpenStack implements AutoCloseable {
  private final Rest rest;
  private final Supplier<Map<String, Supplier<URI>>> compute;
  private final RegionIdToURISupplier.Factory services;

  /// @param context of Nova's API, with [OpenStackRest] in it; it logs in when it first has to
  OpenStack(Injector context) {
    this.rest = context.getInstance(OpenStackRest.class);
    this.services = context.getInstance(RegionIdToURISupplier.Factory.class);
    this.compute = Suppliers.memoize(context.getInstance(RegionIdToURISupplier.class));
  }

  Rest rest() {
    return rest;
  }

  /// Regions where nodes can be.
  List<String> regions() {
    return List.copyOf(compute.get().keySet());
  }

  /// A place in the compute service.
  URI compute(String region, String path) {
    Supplier<URI> base = compute.get().get(region);
    if (base == null) {
      throw new CloudException(
          new CloudFailure.NotFound(
              "looking up OpenStack's compute service",
              "there is no region '%s'; regions in the catalog: %s"
                  .formatted(region, String.join(", ", compute.get().keySet()))));
    }
    return URI.create(base.get().toString().replaceFirst("/+$", "") + path);
  }

  /// A place in the network service.
  URI network(String region, String path) {
    Supplier<URI> base =
        services.createForApiTypeAndVersion("network", noVersion()).get().get(region);
    if (base == null) {
      throw new CloudException(
          new CloudFailure.Unsupported(
              "looking up OpenStack's network service", "the region " + region + " has none"));
    }
    String place = base.get().toString().replaceFirst("/+$", "").replaceFirst("/v2\\.0$", "");
    return URI.create(place + "/v2.0" + path);
  }

  private static @Nullable String noVersion() {
    return null;
  }

  /// The members of a list of the compute service, page after page.
  ///
  /// @param path such as `/servers/detail`
  /// @param key the list's name in the answer
  List<JsonValue> all(String region, String path, String key) {
    List<JsonValue> members = new ArrayList<>();
    ListPages pages = new ListPages();
    Optional<String> after = Optional.empty();
    do {
      String page =
          after
              .map(last -> "?marker=" + URLEncoder.encode(last, StandardCharsets.UTF_8))
              .orElse("");
      String text = rest.find(compute(region, path + page));
      if (text == null) {
        return members; // the refusal is noted with the call
      }
      JsonValue answer = JsonValue.parse(text);
      List<JsonValue> more = answer.list(key);
      members.addAll(more);
      // Its address may lead past a proxy that we came through; that there is one is what counts.
      boolean next =
          answer.listIfAny(key + "_links").stream()
              .anyMatch(link -> link.text("rel").equals(Optional.of("next")));
      if (next && more.isEmpty()) {
        throw new UnusableAnswerException(
            "sent a list that continues after an empty page, so it cannot be read completely");
      }
      after = next ? Optional.of(pages.next(more.getLast().required("id"))) : Optional.empty();
    } while (after.isPresent());
    return members;
  }

  @Override
  public void close() {
    JcloudsContexts.close(rest);
  }
}
