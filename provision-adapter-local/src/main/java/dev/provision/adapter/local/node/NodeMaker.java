package dev.provision.adapter.local.node;

import dev.provision.adapter.local.machine.FailureTranslation;
import dev.provision.adapter.local.machine.KernelFile;
import dev.provision.adapter.local.machine.PrivateFiles;
import dev.provision.adapter.local.machine.ProcessTable;
import dev.provision.adapter.local.sandbox.BootException;
import dev.provision.adapter.local.sandbox.Capabilities;
import dev.provision.adapter.local.sandbox.MountTable;
import dev.provision.adapter.local.sandbox.RootFileSystem;
import dev.provision.adapter.local.sandbox.Sandbox;
import dev.provision.adapter.local.sandbox.SandboxDiagnosis;
import dev.provision.adapter.local.sandbox.SandboxPower;
import dev.provision.adapter.local.sandbox.SystemPrograms;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.NodeRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Makes nodes: lays out their root file systems and starts their sandboxes.
///
/// Tested by `OrdinaryUserTest`.
///
/// @param host the root of the host's file system
/// @param processes the machine's processes
/// @param hidden directories of the host that nodes must not see, wherever they are
record NodeMaker(Path host, ProcessTable processes, List<Path> hidden) {
  private static final String WHOLE_MACHINE = "0 0 4294967295";

  /// Says that a node has run with its changes on disk; it never runs with them elsewhere then.
  private static final String ON_DISK = "on-disk";

  /// The means to make sandboxes here.
  ///
  /// @throws CloudException [CloudFailure.Unsupported] if there are none; says what to install
  Sandbox sandbox(String doing) throws IOException {
    if (!Files.isReadable(processes.proc().resolve("self/status"))) {
      throw new CloudException(
          new CloudFailure.Unsupported(
              doing, "the provider local requires Linux; use -p hosts, or a cloud"));
    }
    SystemPrograms programs = SystemPrograms.find(doing, host);
    return new Sandbox(
        programs,
        SandboxPower.of(processes.proc()),
        Capabilities.dropped(processes.proc()),
        processes);
  }

  /// Makes the node.
  ///
  /// @throws CloudException [CloudFailure.Unsupported] if the kernel refuses; says what to enable
  void make(
      String doing,
      Sandbox sandbox,
      NodeStore.Entry entry,
      NodeRequest request,
      Sandbox.Birth birth)
      throws IOException, InterruptedException {
    Path node = entry.directory();
    boolean userNamespace = sandbox.power() == SandboxPower.USER || inUserNamespace();
    new RootFileSystem(host, userNamespace, hidden).layOut(node);
    putFiles(entry, request);
    start(doing, sandbox, entry, birth);
  }

  /// Starts a node that has been made: for the first time, or again when its sandbox has ended.
  ///
  /// @throws CloudException [CloudFailure.Unsupported] if the kernel refuses; says what to enable
  void start(String doing, Sandbox sandbox, NodeStore.Entry entry, Sandbox.Birth birth)
      throws IOException, InterruptedException {
    SandboxDiagnosis diagnosis = new SandboxDiagnosis(processes.proc(), sandbox.power());
    try {
      boot(entry.directory(), entry.record().name(), sandbox, birth);
    } catch (BootException e) {
      String said = String.valueOf(e.getMessage());
      // Before it has begun, the kernel says so of its own limits, too.
      if (e.begun() && FailureTranslation.isFull(said)) {
        throw new IOException(said.strip().replace("\n", "; "), e);
      }
      throw new CloudException(new CloudFailure.Unsupported(doing, diagnosis.explain(said)), e);
    }
  }

  private static void boot(Path node, String name, Sandbox sandbox, Sandbox.Birth birth)
      throws IOException, InterruptedException, BootException {
    if (Files.exists(node.resolve(ON_DISK))) {
      MountTable.refuseLinks(node, List.of("mounts", "submounts", "hidden"));
      sandbox.boot(node, name, Sandbox.Storage.DISK, Sandbox.Start.AGAIN, birth);
      return;
    }
    try {
      sandbox.boot(
          node,
          name,
          Sandbox.Storage.DISK,
          Sandbox.Start.FIRST,
          init -> {
            PrivateFiles.write(node.resolve(ON_DISK), new byte[0]);
            birth.of(init);
          });
    } catch (BootException e) {
      if (!e.begun()) {
        throw e;
      }
      try {
        // What is in memory ends with the node: it starts for the first time each time.
        sandbox.boot(node, name, Sandbox.Storage.MEMORY, Sandbox.Start.FIRST, birth);
      } catch (BootException inMemoryToo) {
        e.addSuppressed(inMemoryToo);
        throw e;
      }
    }
  }

  private void putFiles(NodeStore.Entry entry, NodeRequest request) throws IOException {
    Path node = entry.directory();
    String name = request.name();
    RootFileSystem.put(node, "/etc/hostname", name + "\n", 0644);
    RootFileSystem.put(
        node,
        "/etc/hosts",
        ending(text("etc/hosts")) + entry.record().address() + "\t" + name + "\n",
        0644);
    RootFileSystem.put(node, "/usr/local/sbin/reboot", Sandbox.text("reboot.sh"), 0755);
    // It may be a link into /run, or a mount of a container's.
    RootFileSystem.put(node, "/etc/resolv.conf", text("etc/resolv.conf"), 0644);
    if (!request.authorizedKeys().isEmpty()) {
      RootFileSystem.put(
          node,
          "/root/.ssh/authorized_keys",
          String.join("\n", request.authorizedKeys()) + "\n",
          0600);
    }
    if (request.userData().isPresent()) {
      // Where cloud-init leaves it.
      RootFileSystem.put(
          node, "/var/lib/cloud/instance/user-data.txt", request.userData().get(), 0600);
    }
  }

  private String text(String file) throws IOException {
    try {
      return Files.readString(host.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static String ending(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }

  private boolean inUserNamespace() throws IOException {
    String map = KernelFile.read(processes.proc().resolve("self/uid_map"));
    return !map.strip().replaceAll("\\s+", " ").equals(WHOLE_MACHINE);
  }
}
