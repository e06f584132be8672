package dev.provision.adapter.jclouds.rest;

import com.google.common.collect.ImmutableSet;
import java.net.URI;
import java.util.Properties;
import org.jclouds.oauth.v2.config.OAuthModule;
import org.jclouds.rest.internal.BaseHttpApiMetadata;

/// An interface for plain requests as jclouds wants it described.
///
/// @param <A> [Rest], [UnsignedRest], or an interface of one cloud
final class RestMetadata<A> extends BaseHttpApiMetadata<A> {
  private RestMetadata(Builder<A> builder) {
    super(builder);
  }

  /// @param id of the API, for its properties
  /// @param endpoint its usual place
  static <A> RestMetadata<A> of(Class<A> api, String id, String endpoint) {
    return new Builder<>(api, id, endpoint).build();
  }

  @Override
  public Builder<A> toBuilder() {
    return new Builder<>(getApi(), getId(), getDefaultEndpoint().or("")).fromApiMetadata(this);
  }

  /// The form in which jclouds takes descriptions.
  static final class Builder<A> extends BaseHttpApiMetadata.Builder<A, Builder<A>> {
    private Builder(Class<A> api, String id, String endpoint) {
      super(api);
      Properties properties = BaseHttpApiMetadata.defaultProperties();
      // What a bearer of a ready token does not need, and jclouds wants all the same.
      properties.setProperty("oauth.endpoint", endpoint);
      properties.setProperty("jclouds.oauth.jws-alg", "RS256");
      properties.setProperty("jclouds.oauth.audience", endpoint);
      properties.setProperty("jclouds.session-interval", "3600");
      id(id)
          .version("1")
          .identityName("who")
          .credentialName("token or key")
          .defaultEndpoint(endpoint)
          .documentation(URI.create(endpoint))
          .defaultProperties(properties)
          .defaultModules(ImmutableSet.of(OAuthModule.class));
    }

    @Override
    public RestMetadata<A> build() {
      return new RestMetadata<>(this);
    }

    @Override
    protected Builder<A> self() {
      return this;
    }
  }
}
