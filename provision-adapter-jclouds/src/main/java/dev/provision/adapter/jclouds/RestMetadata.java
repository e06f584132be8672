package dev.provision.adapter.jclouds;

import com.google.common.collect.ImmutableSet;
import java.net.URI;
import java.util.Properties;
import org.jclouds.oauth.v2.config.OAuthModule;
import org.jclouds.rest.internal.BaseHttpApiMetadata;

/// [Rest] as jclouds wants it described.
final class RestMetadata extends BaseHttpApiMetadata<Rest> {
  private RestMetadata(Builder builder) {
    super(builder);
  }

  /// @param id of the API, for its properties
  /// @param endpoint its usual place
  static RestMetadata of(String id, String endpoint) {
    return new Builder(id, endpoint).build();
  }

  @Override
  public Builder toBuilder() {
    return new Builder(getId(), getDefaultEndpoint().or("")).fromApiMetadata(this);
  }

  /// The form in which jclouds takes descriptions.
  static final class Builder extends BaseHttpApiMetadata.Builder<Rest, Builder> {
    private Builder(String id, String endpoint) {
      super(Rest.class);
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
    public RestMetadata build() {
      return new RestMetadata(this);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }
}
