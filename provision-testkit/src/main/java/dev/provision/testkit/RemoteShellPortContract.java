package dev.provision.testkit;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/// What every adapter of the remote shell does. A subclass says how to come by a node; the tests
/// look at it through the adapter itself.
@Timeout(120)
public abstract class RemoteShellPortContract {
  /// For subclasses.
  protected RemoteShellPortContract() {}

  /// A node of its own for each test.
  protected abstract ShellFixture fixture() throws Exception;

  @Nested
  final class Connecting extends ShellConnectContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Files extends ShellFilesContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Changes extends ShellChangesContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Keys extends ShellKeysContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Scripts extends ShellScriptsContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class OddScripts extends ShellOddScriptsContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Processes extends ShellProcessesContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Sessions extends ShellSessionContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }
}
