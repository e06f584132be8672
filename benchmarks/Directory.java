import dev.provision.adapter.sshd.SshdProvider;
import dev.provision.ports.Content;
import dev.provision.ports.shell.HostTrust;
import dev.provision.ports.shell.Login;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.ShellSettings;
import dev.provision.ports.shell.SshEndpoint;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Installs a directory once: `PORT USER KEY KNOWN_HOSTS STATE SOURCE TARGET`. Prints what was done,
/// and how long connecting and applying took, in milliseconds.
final class Directory {
  private Directory() {}

  public static void main(String[] arguments) throws IOException {
    SshEndpoint endpoint =
        new SshEndpoint(
            "127.0.0.1",
            Integer.parseInt(arguments[0]),
            arguments[1],
            List.of(new Login.KeyFile(Path.of(arguments[2]), Login.Passphrase.NONE)),
            new HostTrust.KnownHosts(List.of(Path.of(arguments[3]))));
    PutDirectory step =
        new PutDirectory(
            arguments[6], entries(Path.of(arguments[5])), true, List.of(), Optional.empty());
    long began = System.nanoTime();
    try (RemoteShell shell =
        new SshdProvider()
            .open(ShellSettings.in(Path.of(arguments[4])))
            .connect(endpoint, Duration.ofMinutes(1), _ -> {})) {
      long connected = System.nanoTime();
      StepResult result = shell.apply(List.of(step), new Silent()).getFirst();
      long done = System.nanoTime();
      System.out.println(result);
      System.out.println(
          "connect " + (connected - began) / 1_000_000 + " apply " + (done - connected) / 1_000_000);
    }
  }

  private static List<DirectoryEntry> entries(Path source) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    try (Stream<Path> all = Files.walk(source)) {
      for (Path path : all.sorted().toList()) {
        String name = source.relativize(path).toString();
        if (Files.isDirectory(path) && !name.isEmpty()) {
          entries.add(new DirectoryEntry.Directory(name, 0755));
        } else if (!name.isEmpty()) {
          entries.add(new DirectoryEntry.File(name, content(path), 0644));
        }
      }
    }
    return entries;
  }

  private static Content content(Path path) {
    return new Content() {
      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(path);
      }

      @Override
      public long size() throws IOException {
        return Files.size(path);
      }
    };
  }

  private static final class Silent implements StepObserver {
    @Override
    public void sent(long sent, long total) {}

    @Override
    public void started(int index) {}

    @Override
    public void output(int index, Stream stream, byte[] bytes) {}

    @Override
    public void finished(int index, StepResult result) {}
  }
}
