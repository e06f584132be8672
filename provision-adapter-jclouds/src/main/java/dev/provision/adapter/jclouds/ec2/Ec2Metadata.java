package dev.provision.adapter.jclouds.ec2;

import com.google.inject.Scopes;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import org.jclouds.aws.config.FormSigningHttpApiModule;
import org.jclouds.aws.filters.FormSigner;
import org.jclouds.aws.filters.FormSignerV4;
import org.jclouds.aws.reference.AWSConstants;
import org.jclouds.date.DateService;
import org.jclouds.rest.ConfiguresHttpApi;
import org.jclouds.rest.internal.BaseHttpApiMetadata;

/// [Ec2Query] as jclouds wants it described.
///
/// Tested by `ProvidersTest`.
final class Ec2Metadata extends BaseHttpApiMetadata<Ec2Query> {
  /// The first version that tags in the call that makes a node.
  private static final String VERSION = "2016-11-15";

  private Ec2Metadata(Builder builder) {
    super(builder);
  }

  static Ec2Metadata usual() {
    return new Builder().build();
  }

  @Override
  public Builder toBuilder() {
    return new Builder().fromApiMetadata(this);
  }

  /// The form in which jclouds takes descriptions.
  static final class Builder extends BaseHttpApiMetadata.Builder<Ec2Query, Builder> {
    private Builder() {
      super(Ec2Query.class);
      Properties properties = BaseHttpApiMetadata.defaultProperties();
      properties.setProperty(AWSConstants.PROPERTY_AUTH_TAG, "AWS");
      properties.setProperty(AWSConstants.PROPERTY_HEADER_TAG, "amz");
      id("ec2")
          .version(VERSION)
          .identityName("access key ID")
          .credentialName("secret access key")
          .defaultEndpoint("https://ec2.us-east-1.amazonaws.com")
          .documentation(URI.create("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"))
          .defaultProperties(properties);
    }

    @Override
    public Ec2Metadata build() {
      return new Ec2Metadata(this);
    }

    @Override
    protected Builder self() {
      return this;
    }
  }

  /// Signs for one region, whatever the endpoint is called. No call asks for endpoints: those that
  /// an emulator names may be Amazon's own.
  @ConfiguresHttpApi
  static final class Signing extends FormSigningHttpApiModule<Ec2Query> {
    private static final DateTimeFormatter STAMP =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String region;

    public Signing(String region) {
      super(Ec2Query.class);
      this.region = region;
    }

    @Override
    protected void configure() {
      bind(FormSigner.class).to(FormSignerV4.class).in(Scopes.SINGLETON);
      bind(FormSignerV4.ServiceAndRegion.class).toInstance(new OneRegion(region));
      super.configure();
    }

    /// jclouds' own would parse an error with a document type, which can name files of this
    /// computer.
    @Override
    protected void bindErrorHandlers() {}

    /// Likewise.
    @Override
    protected void bindRetryHandlers() {}

    @Override
    protected String provideTimeStamp(DateService dateService) {
      return STAMP.format(Instant.now());
    }
  }

  private record OneRegion(String name) implements FormSignerV4.ServiceAndRegion {
    @Override
    public String service() {
      return "ec2";
    }

    @Override
    public String region(String host) {
      return name;
    }
  }
}
