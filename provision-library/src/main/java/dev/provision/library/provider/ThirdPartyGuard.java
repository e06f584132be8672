package dev.provision.library.provider;

import dev.provision.library.text.FailureTexts;
import dev.provision.library.text.SecretMask;
import dev.provision.ports.PortsVersion;
import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import dev.provision.ports.cloud.ConsoleReader;
import dev.provision.ports.cloud.LabelKeeper;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Code of third parties behind a port: whatever goes wrong in it becomes a failure that says whose
/// it is, and it finds its own classes and services by way of the thread.
///
/// Tested by `BadJarsTest` and `ProviderJarsTest`.
///
/// @param target what is called
/// @param origin where it comes from
/// @param mask hides the account's secrets in what it says of its failures
record ThirdPartyGuard(Object target, Path origin, SecretMask mask) implements InvocationHandler {
  /// Causes may go round in a circle.
  private static final int MOST_CAUSES = 50;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  static CloudProvider provider(CloudProvider provider, Path origin) {
    return (CloudProvider)
        behind(new ThirdPartyGuard(provider, origin, SecretMask.NONE), CloudProvider.class);
  }

  private static Object behind(ThirdPartyGuard guard, Class<?>... ports) {
    return Proxy.newProxyInstance(ThirdPartyGuard.class.getClassLoader(), ports, guard);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (target instanceof CloudPort port && method.getName().equals("close")) {
      close(method, port);
      return null;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(target.getClass().getClassLoader());
    SecretMask secrets = mask(arguments);
    try {
      return checked(method, method.invoke(target, arguments), secrets);
    } catch (InvocationTargetException e) {
      throw secrets.over(thrown(method, e));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// A command that has done its work does not wait for ever. Whoever interrupts it wants to go.
  private void close(Method method, CloudPort port) {
    FutureTask<Boolean> closing =
        new FutureTask<>(
            () -> {
              port.close();
              return true;
            });
    Thread thread = Thread.ofPlatform().daemon().name("close " + origin).unstarted(closing);
    thread.setContextClassLoader(target.getClass().getClassLoader());
    thread.start();
    try {
      boolean _ = closing.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      thread.interrupt();
      throw failed(
          method,
          "it did not finish within %s s, and was abandoned".formatted(CLOSE_LIMIT.toSeconds()),
          null);
    } catch (ExecutionException e) {
      throw mask.over(thrown(method, e));
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /// What every object has is not asked of a stranger's.
  @SuppressWarnings("ReferenceEquality") // a proxy is itself and nothing else
  private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "code of " + origin;
    };
  }

  private CloudException thrown(Method method, Exception wrapped) {
    Throwable thrown = wrapped.getCause() == null ? wrapped : wrapped.getCause();
    return thrown instanceof CloudException failure
        ? inOneLine(method, failure)
        : failed(method, words(thrown), thrown);
  }

  /// A text that was meant as one line cannot show a forged second one.
  private CloudException inOneLine(Method method, CloudException thrown) {
    CloudFailure failure = thrown.failure();
    if (failure == null || failure.doing() == null || failure.reason() == null) {
      return failed(method, "it failed without a reason (null)", thrown);
    }
    CloudFailure plain = FailureTexts.changed(failure, ThirdPartyGuard::line);
    if (plain.equals(failure)) {
      return thrown;
    }
    CloudException same = new CloudException(plain);
    same.setStackTrace(thrown.getStackTrace());
    return same;
  }

  private static String line(String text) {
    return text.strip().replaceAll("\\s*[\\v\\p{Cc}]+\\s*", " ");
  }

  /// An account that is being opened has secrets, which the port that comes of it knows, too.
  private SecretMask mask(Object @Nullable [] arguments) {
    return target instanceof CloudProvider provider
            && arguments != null
            && arguments[0] instanceof CloudAccount account
        ? SecretMask.of(account, provider.options())
        : mask;
  }

  private @Nullable Object checked(Method method, @Nullable Object result, SecretMask secrets) {
    if (result instanceof CloudPort port && method.getReturnType() == CloudPort.class) {
      ThirdPartyGuard guard = new ThirdPartyGuard(port, origin, secrets);
      return behind(
          guard,
          Stream.of(CloudPort.class, ConsoleReader.class, LabelKeeper.class)
              .filter(type -> type.isInstance(port))
              .toArray(Class<?>[]::new));
    }
    if (result instanceof Catalog catalog) {
      return behind(new ThirdPartyGuard(catalog, origin, secrets), Catalog.class);
    }
    if (result == null && method.getReturnType() == void.class) {
      return null;
    }
    try {
      return PortValue.copyOf(result);
    } catch (NullPointerException e) {
      throw failed(method, "it returned null" + in(e), null);
    } catch (RuntimeException | Error e) {
      throw failed(method, words(e), e);
    }
  }

  /// Where the null is, where that is not the answer itself.
  private static String in(NullPointerException missing) {
    return missing.getMessage() == null ? "" : " for " + missing.getMessage();
  }

  private CloudException failed(Method method, String words, @Nullable Throwable cause) {
    return new CloudException(
        new CloudFailure.Unclassified(
            "calling the provider in " + origin + " (" + method.getName() + ")",
            words + "; this is a bug in the provider; please report it to its authors"),
        cause);
  }

  /// What went wrong, for people, in one line.
  static String words(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < MOST_CAUSES && root.getCause() != null; depth++) {
      root = root.getCause();
    }
    if (root instanceof CloudException failure) {
      return line(String.valueOf(failure.failure().reason()));
    }
    String message = message(root);
    String what = root.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    if (root instanceof AbstractMethodError || root instanceof NoSuchMethodError) {
      return "it was not built for this version of the ports, "
          + PortsVersion.CURRENT
          + " ("
          + what
          + ")";
    }
    return what;
  }

  /// A stranger's exception may fail even at this.
  private static String message(Throwable thrown) {
    try {
      return thrown.getMessage() == null ? "" : line(thrown.getMessage());
    } catch (RuntimeException | Error e) {
      return "its message is unreadable, " + e.getClass().getSimpleName();
    }
  }
}
