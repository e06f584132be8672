package dev.provision.library.provider;

import dev.provision.library.settings.ProcessSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Runs code of a JAR that nothing is known of yet: on a thread of its own and for a limited time.
/// What it changes for the whole process is changed back.
///
/// @param limit how long it may take; what takes longer goes on, but nobody waits for it
record ProviderProbe(Duration limit) {
  static final ProviderProbe USUAL = new ProviderProbe(Duration.ofSeconds(5));

  /// Asks.
  ///
  /// @throws UnusableProviderException if it takes too long
  <T> T ask(ClassLoader classes, Supplier<T> question) throws UnusableProviderException {
    FutureTask<T> answer = new FutureTask<>(question::get);
    ProcessSettings before = ProcessSettings.now();
    try {
      Thread thread = Thread.ofPlatform().daemon().name("provider-probe").unstarted(answer);
      thread.setContextClassLoader(classes);
      thread.start();
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new UnusableProviderException(
          "it did not describe itself within %s s".formatted(limit.toSeconds()));
    } catch (ExecutionException e) {
      throw new UnusableProviderException(ThirdPartyGuard.words(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnusableProviderException("it was interrupted before it described itself");
    } finally {
      before.restore();
    }
  }
}
