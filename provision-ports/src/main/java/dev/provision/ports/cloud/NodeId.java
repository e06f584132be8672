package dev.provision.ports.cloud;

/// The provider's identifier of a node, unique within an account.
///
/// @param value as the provider writes it
public record NodeId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
