package dev.provision.domain.deploy;

import dev.provision.domain.secret.MaskedStream;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.ports.step.Output;
import dev.provision.ports.step.StepObserver;
import dev.provision.ports.step.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Masks secrets in what a node says of its steps, before anybody else hears it. Tested by
/// `MaskedStepsTest`.
final class MaskedSteps implements StepObserver {
  private final SecretPatterns patterns;
  private final StepObserver observer;
  private final Map<Integer, StepResult> results = new HashMap<>();
  private MaskedOutput stdout;
  private MaskedOutput stderr;

  /// @param observer hears what is masked
  MaskedSteps(SecretPatterns patterns, StepObserver observer) {
    this.patterns = patterns;
    this.observer = observer;
    this.stdout = new MaskedOutput(patterns.stream());
    this.stderr = new MaskedOutput(patterns.stream());
  }

  /// The results, masked.
  List<StepResult> masked(List<StepResult> all) {
    List<StepResult> masked = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      masked.add(results.containsKey(i) ? results.get(i) : masked(all.get(i)));
    }
    return masked;
  }

  @Override
  public void awaiting(String what, Duration limit) {
    observer.awaiting(what, limit);
  }

  @Override
  public void silent(Duration since, Duration limit) {
    observer.silent(since, limit);
  }

  @Override
  public void sent(long sent, long total) {
    observer.sent(sent, total);
  }

  @Override
  public void waiting(String holder) {
    observer.waiting(holder);
  }

  @Override
  public void started(int index) {
    stdout = new MaskedOutput(patterns.stream());
    stderr = new MaskedOutput(patterns.stream());
    observer.started(index);
  }

  @Override
  public void output(int index, Stream stream, byte[] bytes) {
    show(index, stream, (stream == Stream.STDOUT ? stdout : stderr).next(bytes));
  }

  @Override
  public void finished(int index, StepResult result) {
    show(index, Stream.STDOUT, stdout.end());
    show(index, Stream.STDERR, stderr.end());
    StepResult masked = masked(result);
    results.put(index, masked);
    observer.finished(index, masked);
  }

  private void show(int index, Stream stream, byte[] bytes) {
    if (bytes.length > 0) {
      observer.output(index, stream, bytes);
    }
  }

  private StepResult masked(StepResult result) {
    return switch (result) {
      case StepResult.KeysAuthorized keys ->
          new StepResult.KeysAuthorized(keys.added(), patterns.mask(keys.remark()));
      case StepResult.FilePut file ->
          new StepResult.FilePut(file.changed(), patterns.mask(file.remark()));
      case StepResult.DirectoryPut directory ->
          new StepResult.DirectoryPut(
              directory.written(), directory.removed(), patterns.mask(directory.remark()));
      case StepResult.ScriptRan ran ->
          new StepResult.ScriptRan(
              ran.exit(),
              stdout.output(),
              stderr.output(),
              ran.duration(),
              patterns.mask(ran.remark()));
      case StepResult.Failed(String reason) -> new StepResult.Failed(patterns.mask(reason));
      case StepResult.NotNeeded(String reason) -> new StepResult.NotNeeded(patterns.mask(reason));
      case StepResult.Rebooting _, StepResult.Rebooted _, StepResult.Skipped _ -> result;
    };
  }

  /// One stream of a script, and the end of it as far as it has been shown.
  private static final class MaskedOutput {
    private static final int TAIL = 1 << 16;

    private final MaskedStream stream;
    private byte[] tail = new byte[0];
    private long size;

    MaskedOutput(MaskedStream stream) {
      this.stream = stream;
    }

    byte[] next(byte[] bytes) {
      return kept(stream.next(bytes));
    }

    byte[] end() {
      return kept(stream.end());
    }

    Output output() {
      return new Output(tail, size);
    }

    private byte[] kept(byte[] shown) {
      int fresh = Math.min(shown.length, TAIL);
      int old = Math.min(tail.length, TAIL - fresh);
      byte[] joined = Arrays.copyOfRange(tail, tail.length - old, tail.length + fresh);
      System.arraycopy(shown, shown.length - fresh, joined, old, fresh);
      tail = joined;
      size += shown.length;
      return shown;
    }
  }
}
