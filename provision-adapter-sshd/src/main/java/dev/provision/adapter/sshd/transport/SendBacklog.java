package dev.provision.adapter.sshd.transport;

import java.io.InterruptedIOException;

/// How much has been given to a connection that the operating system has not taken yet.
///
/// The window of a host bounds what is under way, but that is megabytes, all of which would wait in
/// the heap where the line is slow.
final class SendBacklog {
  private final long most;
  private long size;
  private boolean ended;

  /// @param most from how many bytes on [#awaitRoom()] waits
  SendBacklog(long most) {
    this.most = most;
  }

  synchronized void add(long bytes) {
    size += bytes;
  }

  synchronized void remove(long bytes) {
    size -= bytes;
    notifyAll();
  }

  /// Lets everybody go: the connection takes no more.
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized void awaitRoom() throws InterruptedIOException {
    try {
      while (size >= most && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      throw (InterruptedIOException) new InterruptedIOException().initCause(e);
    }
  }
}
