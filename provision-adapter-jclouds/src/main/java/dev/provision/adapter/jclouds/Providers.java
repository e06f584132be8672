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

  /// Microsoft Azure.
  public static final class Azure extends CloudRow {
    /// For `ServiceLoader`.
    public Azure() {
      super(Cloud.AZURE);
    }
  }

  /// Apache CloudStack.
  public static final class CloudStack extends CloudRow {
    /// For `ServiceLoader`.
    public CloudStack() {
      super(Cloud.CLOUDSTACK);
    }
  }

  /// Rackspace in America.
  public static final class RackspaceUs extends CloudRow {
    /// For `ServiceLoader`.
    public RackspaceUs() {
      super(Cloud.RACKSPACE_US);
    }
  }

  /// Rackspace in Britain.
  public static final class RackspaceUk extends CloudRow {
    /// For `ServiceLoader`.
    public RackspaceUk() {
      super(Cloud.RACKSPACE_UK);
    }
  }

  /// IBM Cloud's classic infrastructure.
  public static final class SoftLayer extends CloudRow {
    /// For `ServiceLoader`.
    public SoftLayer() {
      super(Cloud.SOFTLAYER);
    }
  }

  /// A Docker engine.
  public static final class Docker extends CloudRow {
    /// For `ServiceLoader`.
    public Docker() {
      super(Cloud.DOCKER);
    }
  }

  /// A cloud in memory.
  public static final class Stub extends CloudRow {
    /// For `ServiceLoader`.
    public Stub() {
      super(Cloud.STUB);
    }
  }
}
