package dev.provision.testkit.shell;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/// The contract of all adapters of the remote shell, including simulations. A subclass creates the
/// node; each test verifies a sentence of [dev.provision.ports.shell.RemoteShellPort],
/// [dev.provision.ports.shell.RemoteShell], or the types that they use.
///
/// [PosixNodeContract] adds tests that need nodes which run programs.
@Timeout(120)
public abstract class RemoteShellPortContract {
  /// For subclasses.
  protected RemoteShellPortContract() {}

  /// A new node for each test.
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
  final class Directories extends ShellDirectoriesContract {
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
  final class RemovedScripts extends ShellRemovedScriptsContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Undo extends ShellUndoContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Conditions extends ShellConditionsContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Turns extends ShellTurnsContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }

  @Nested
  final class Ending extends ShellEndingContract {
    @Override
    ShellFixture fixture() throws Exception {
      return RemoteShellPortContract.this.fixture();
    }
  }
}
