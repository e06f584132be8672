package dev.provision.adapter.sshd.transport;

/// A host that has let us in does not open a channel. Nothing has been asked of it, so that it may
/// be asked anew over another connection.
public final class StalledChannelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StalledChannelException(String message) {
    super(message);
  }
}
