package dev.provision.adapter.jclouds;

/// The providers that `ServiceLoader` finds here, one for each row of [Cloud].
public final class Providers {
  private Providers() {}

  /// OpenStack.
  public static final class Nova extends CloudRow {
    /// For `ServiceLoader`.
    public Nova() {
      super(Cloud.NOVA);
    }
  }

  /// Amazon EC2, and clouds with its API.
  public static final class Ec2 extends CloudRow {
    /// For `ServiceLoader`.
    public Ec2() {
      super(Cloud.EC2);
    }
  }

  /// DigitalOcean.
  public static final class DigitalOcean extends CloudRow {
    /// For `ServiceLoader`.
    public DigitalOcean() {
      super(Cloud.DIGITAL_OCEAN);
    }
  }

  /// Google Compute Engine.
  public static final class Gce extends CloudRow {
    /// For `ServiceLoader`.
    public Gce() {
      super(Cloud.GCE);
    }
  }

  /// Apache CloudStack.
  public static final class CloudStack extends CloudRow {
    /// For `ServiceLoader`.
    public CloudStack() {
      super(Cloud.CLOUDSTACK);
    }
  }
}
