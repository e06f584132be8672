package dev.provision.adapter.sshd.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provision.adapter.sshd.Endpoints;
import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.ports.Content;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.RunScript.OnFailure;
import dev.provision.ports.step.Step;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// A program that holds many connections, each in the middle of a script, and says how much heap
/// they take.
final class ManyConnections {
  private ManyConnections() {}

  /// Says how many bytes are in use with so many connections, and with so many more.
  ///
  /// @param args those of [Endpoints], the directory on the node, how many at first, how many in
  ///   the end
  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Path.of(args[4]);
    Semaphore running = new Semaphore(0);
    SshEndpoint endpoint = Endpoints.parse(args);
    try (RemoteShellPort port = new SshdProvider().open(ShellSettings.in(directory));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int connections = 0;
      for (int most : List.of(Integer.parseInt(args[5]), Integer.parseInt(args[6]))) {
        int more = most - connections;
        for (; connections < most; connections++) {
          String name = directory + "/" + connections;
          threads.execute(() -> run(port, endpoint, name, running));
        }
        running.acquire(more);
        System.gc();
        System.gc();
        System.out.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      Files.createFile(directory.resolve("go"));
    }
  }

  private static void run(
      RemoteShellPort port, SshEndpoint endpoint, String name, Semaphore running) {
    String text = "echo on; until [ -e %s ]; do sleep 1; done".formatted(sibling(name, "go"));
    List<Step> steps =
        List.of(
            new PutFile(name, Content.of(new byte[1000]), 0644, Optional.empty()),
            new RunScript(
                name + ".sh",
                Content.of(text.getBytes(UTF_8)),
                0755,
                Map.of(),
                Optional.empty(),
                OnFailure.STOP));
    StepObserver observer =
        new StepObserver() {
          @Override
          public void sent(long sent, long total) {}

          @Override
          public void started(int index) {}

          @Override
          public void output(int index, Stream stream, byte[] bytes) {
            running.release();
          }

          @Override
          public void finished(int index, StepResult result) {}
        };
    try (RemoteShell shell = port.connect(endpoint, Duration.ofMinutes(5), _ -> {})) {
      List<StepResult> results = shell.apply(steps, observer);
      if (!results.stream().allMatch(StepResult::ok)) {
        throw new IllegalStateException(results.toString());
      }
    }
  }

  private static Path sibling(String file, String name) {
    return Path.of(file).resolveSibling(name);
  }
}
