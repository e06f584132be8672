package dev.provision.adapter.sshd.server;

import dev.provision.adapter.sshd.EmbeddedNode;
import dev.provision.testkit.shell.PosixNodeContract;
import dev.provision.testkit.shell.ShellFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServerShellTest extends PosixNodeContract {
  @TempDir private Path temporary;

  @Override
  protected ShellFixture fixture() throws Exception {
    return new EmbeddedNode(temporary, List.of("/bin/sh"));
  }
}
