package dev.provision.testkit.shell;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/// The contract of all adapters of the remote shell on nodes with the POSIX programs: real inodes,
/// interpreters, process groups.
@Timeout(120)
public abstract class PosixNodeContract extends RemoteShellPortContract {
  /// For subclasses.
  protected PosixNodeContract() {}

  @Nested
  final class PosixFiles extends PosixFilesContract {
    @Override
    ShellFixture fixture() throws Exception {
      return PosixNodeContract.this.fixture();
    }
  }

  @Nested
  final class PosixScripts extends PosixScriptsContract {
    @Override
    ShellFixture fixture() throws Exception {
      return PosixNodeContract.this.fixture();
    }
  }

  @Nested
  final class PosixSessions extends PosixSessionContract {
    @Override
    ShellFixture fixture() throws Exception {
      return PosixNodeContract.this.fixture();
    }
  }
}
