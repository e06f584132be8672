package dev.provision.adapter.sshd.apply;

import dev.provision.adapter.sshd.apply.StepSources.Source;
import dev.provision.adapter.sshd.stream.TarWriter;
import dev.provision.ports.Content;
import dev.provision.ports.shell.WhenBusy;
import dev.provision.ports.step.AuthorizeKeys;
import dev.provision.ports.step.AwaitReboot;
import dev.provision.ports.step.ConditionalStep;
import dev.provision.ports.step.PutDirectory;
import dev.provision.ports.step.PutFile;
import dev.provision.ports.step.Reboot;
import dev.provision.ports.step.RunScript;
import dev.provision.ports.step.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The archive that goes to the node: the contents, named by the place of their step; sums to check
/// them by; and last, so that a truncated archive does nothing, the script.
///
/// Tested by `StepScriptTest` and `OtherUserTest`.
public final class StepArchive {
  private static final int CHUNK = 1 << 16;

  /// A content that could not be read, or was not what it had said to be.
  public static final class ContentException extends Exception {
    private static final long serialVersionUID = 1L;

    ContentException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// Follows how much has been written.
  @FunctionalInterface
  interface Progress {
    /// Says how much that is.
    ///
    /// @param sent bytes of the contents so far
    /// @param total all of them
    void sent(long sent, long total);
  }

  private final List<Step> steps;
  private final ConditionCalls conditions;
  private final WhenBusy whenBusy;
  private final Optional<String> holder;
  private final boolean comparing;
  private final ReplacedCalls replaced;
  private final StepSources sources;
  private final boolean[] interpreted;
  private final StringBuilder sums = new StringBuilder();
  private final StringBuilder sizes = new StringBuilder();
  private byte[] chunk = new byte[0];
  private final long total;
  private long sent;

  /// The steps of one run.
  ///
  /// @param holder who has the node meanwhile; empty where it shall only say what would change
  /// @param replaced whether what the steps replace is kept, or put back
  public StepArchive(
      List<Step> steps, WhenBusy whenBusy, Optional<String> holder, ReplacedCalls replaced)
      throws ContentException {
    this.replaced = replaced;
    this.steps = steps;
    this.whenBusy = whenBusy;
    this.holder = holder;
    this.comparing = holder.isEmpty();
    this.conditions = new ConditionCalls(steps, comparing);
    this.interpreted = new boolean[steps.size()];
    this.sources = new StepSources(steps, this::isSent);
    this.total = sources.total();
  }

  private Optional<String> objection(int index) {
    return StepObjection.of(steps.get(index)).or(() -> conditions.objection(index));
  }

  /// A script that is never there is not compared.
  private boolean isSent(int index) {
    boolean compared =
        !(steps.get(index).unconditional() instanceof RunScript script)
            || script.afterwards() == RunScript.Afterwards.KEPT;
    return objection(index).isEmpty() && (!comparing || compared);
  }

  /// Where to unpack: see [StepSources#directory()].
  public String directory() {
    return sources.directory();
  }

  /// Whether the node asks for contents of directories.
  public boolean asking() {
    return !sources.asked().isEmpty();
  }

  /// How many bytes of the contents have been written.
  long sent() {
    return sent;
  }

  /// How many bytes the contents have together.
  public long size() {
    return total;
  }

  /// Streams the archive; the stream stays open.
  void writeTo(OutputStream out, String nonce, Progress progress)
      throws IOException, ContentException {
    TarWriter tar = new TarWriter(out);
    chunk = new byte[CHUNK];
    progress.sent(0, total);
    for (Source source : sources.files()) {
      write(source, tar, out, progress);
    }
    tar.file("sums", 0600, sums.toString().getBytes(StandardCharsets.US_ASCII));
    tar.file("sizes", 0600, sizes.toString().getBytes(StandardCharsets.US_ASCII));
    tar.file("put_files.pl", 0600, StepScript.putFiles());
    if (steps.stream().anyMatch(step -> step.unconditional() instanceof PutDirectory)) {
      tar.file("put_directories.pl", 0600, StepScript.putDirectories());
    }
    tar.file("run", 0600, script(nonce));
    tar.end();
    // A script may run for hours.
    chunk = new byte[0];
  }

  private void write(Source source, TarWriter tar, OutputStream out, Progress progress)
      throws IOException, ContentException {
    tar.beginFile(source.name(), (source.mode() & 07777) | 0400, source.size());
    byte[] digest = copy(source, out, progress);
    tar.endFile(source.size());
    sums.append(HexFormat.of().formatHex(digest)).append(" *").append(source.name()).append('\n');
    sizes.append(source.name()).append(' ').append(source.size()).append('\n');
  }

  /// Streams the contents of a directory that were asked for, behind a line with their size.
  void writeAsked(OutputStream out, AskedContents asked, Progress progress)
      throws IOException, ContentException {
    DirectorySource directory = sources.asked().get(asked.index());
    if (directory == null) {
      throw new IllegalStateException("nothing of step " + asked.index() + " can be asked for");
    }
    Content contents = directory.archive(asked.numbers());
    String target = directory.target();
    Source source = new Source(asked.index(), "", target, 0600, contents, contents.size());
    out.write((source.size() + "\n").getBytes(StandardCharsets.US_ASCII));
    chunk = new byte[CHUNK];
    copy(source, out, progress);
    chunk = new byte[0];
    out.flush();
    sent = Math.min(total, sent + directory.size() - source.size());
    progress.sent(sent, total);
  }

  /// @return the SHA-256 sum
  private byte[] copy(Source source, OutputStream out, Progress progress)
      throws IOException, ContentException {
    MessageDigest digest = sha256();
    try (InputStream in = open(source)) {
      long left = source.size();
      boolean first = true;
      while (left > 0) {
        int count = read(source, in, (int) Math.min(CHUNK, left));
        if (first) {
          interpreted[source.index()] = count >= 2 && chunk[0] == '#' && chunk[1] == '!';
          first = false;
        }
        digest.update(chunk, 0, count);
        out.write(chunk, 0, count);
        left -= count;
        sent += count;
        progress.sent(sent, total);
      }
      expectEnd(source, in);
    }
    return digest.digest();
  }

  private static InputStream open(Source source) throws ContentException {
    try {
      return source.content().open();
    } catch (IOException e) {
      throw unreadable(source.target(), e);
    }
  }

  /// Reads at least one byte, and two if there are two, for the `#!`.
  private int read(Source source, InputStream in, int most) throws ContentException {
    try {
      int count = in.readNBytes(chunk, 0, most);
      if (count == 0) {
        throw changed(source, "less");
      }
      return count;
    } catch (IOException e) {
      throw unreadable(source.target(), e);
    }
  }

  private static void expectEnd(Source source, InputStream in) throws ContentException {
    try {
      if (in.read() >= 0) {
        throw changed(source, "more");
      }
    } catch (IOException e) {
      throw unreadable(source.target(), e);
    }
  }

  static ContentException unreadable(String target, IOException e) {
    return new ContentException("cannot read the content for " + target + ": " + e.getMessage(), e);
  }

  private static ContentException changed(Source source, String howMuch) {
    return new ContentException(
        "the content for "
            + source.target()
            + " changed while it was sent: it had "
            + howMuch
            + " than its "
            + source.size()
            + " bytes",
        null);
  }

  private byte[] script(String nonce) {
    boolean patient = whenBusy == WhenBusy.WAIT;
    StepScript script =
        new StepScript(nonce, sources.isLarge(), holder, patient, conditions, replaced);
    if (asking()) {
      script.ask();
    }
    for (int i = 0; i < steps.size(); i++) {
      boolean stop = !comparing && stops(steps.get(i));
      Optional<String> objection = objection(i);
      Optional<String> guard = objection.isEmpty() ? guard(i, stop) : Optional.empty();
      guard.ifPresent(script::beginIf);
      if (objection.isPresent()) {
        script.refuse(i, objection.get(), stop);
      } else if (comparing) {
        compare(script, i, steps.get(i));
      } else {
        apply(script, i, steps.get(i));
      }
      guard.ifPresent(_ -> script.endIf());
    }
    return script.bytes();
  }

  private Optional<String> guard(int index, boolean stop) {
    Optional<String> needed = conditions.guard(index, stop);
    Optional<String> kept = replaced.guard(index, steps.get(index), stop);
    return needed.isPresent() && kept.isPresent()
        ? Optional.of(needed.get() + " && " + kept.get())
        : needed.or(() -> kept);
  }

  private void apply(StepScript script, int index, Step step) {
    switch (step) {
      case AuthorizeKeys keys -> script.authorizeKeys(index, keys);
      case PutFile file -> script.putFile(index, file);
      case PutDirectory directory -> script.putDirectory(index, directory);
      case RunScript run -> script.runScript(index, run, interpreted[index]);
      case Reboot reboot -> script.reboot(index, reboot);
      case AwaitReboot await -> script.awaitReboot(index, await);
      case ConditionalStep conditional -> apply(script, index, conditional.step());
    }
  }

  private static void compare(StepScript script, int index, Step step) {
    switch (step) {
      case AuthorizeKeys keys -> script.compareKeys(index, keys);
      case PutFile file -> script.compareFile(index, file);
      case PutDirectory directory -> script.compareDirectory(index, directory);
      case RunScript run -> script.compareScript(index, run);
      case Reboot _, AwaitReboot _ -> script.compareReboot(index);
      case ConditionalStep conditional -> compare(script, index, conditional.step());
    }
  }

  private static boolean stops(Step step) {
    return !(step.unconditional() instanceof RunScript script)
        || script.onFailure() == RunScript.OnFailure.STOP;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
