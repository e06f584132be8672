package dev.provision.adapter.sshd;

import dev.provision.testkit.shell.PosixNodeContract;
import dev.provision.testkit.shell.ShellFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class OpenSshShellTest extends PosixNodeContract {
  @TempDir private Path temporary;

  @Override
  protected ShellFixture fixture() throws Exception {
    return new OpenSshNode(temporary);
  }
}
