package dev.provision.library;

import dev.provision.ports.PortsVersion;
import dev.provision.ports.cloud.CloudAccount;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Code of third parties behind a port: whatever goes wrong in it becomes a failure that says whose
/// it is, and it finds its own classes and services by way of the thread.
///
/// @param target what is called
/// @param origin where it comes from
/// @param mask hides the account's secrets in what it says of its failures
record Foreign(Object target, Path origin, Mask mask) implements InvocationHandler {
  static CloudProvider provider(CloudProvider provider, Path origin) {
    return (CloudProvider) behind(CloudProvider.class, new Foreign(provider, origin, Mask.NONE));
  }

  private static Object behind(Class<?> port, Foreign foreign) {
    return Proxy.newProxyInstance(Foreign.class.getClassLoader(), new Class<?>[] {port}, foreign);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(target.getClass().getClassLoader());
    Mask secrets = mask(arguments);
    try {
      return checked(method, method.invoke(target, arguments), secrets);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      if (thrown instanceof VirtualMachineError) {
        throw thrown;
      }
      throw secrets.over(
          thrown instanceof CloudException failure
              ? failure
              : failed(method, words(thrown), thrown));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /// An account that is being opened has secrets, which the port that comes of it knows, too.
  private Mask mask(Object @Nullable [] arguments) {
    return target instanceof CloudProvider provider
            && arguments != null
            && arguments[0] instanceof CloudAccount account
        ? Mask.of(account, provider.options())
        : mask;
  }

  private @Nullable Object checked(Method method, @Nullable Object result, Mask secrets) {
    if (result instanceof CloudPort port) {
      return behind(CloudPort.class, new Foreign(port, origin, secrets));
    }
    boolean nothing =
        result instanceof Collection<?> all
            ? all.stream().anyMatch(Objects::isNull)
            : result == null && method.getReturnType() != void.class;
    if (nothing) {
      throw failed(method, "it answers nothing (null)", null);
    }
    return result;
  }

  private CloudException failed(Method method, String words, @Nullable Throwable cause) {
    return new CloudException(
        new CloudFailure.Unclassified(
            "asking the provider in " + origin + " (" + method.getName() + ")",
            words + "; this is a fault of that provider, to be reported to those who made it"),
        cause);
  }

  /// What went wrong, for people.
  static String words(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? "" : ": " + root.getMessage();
    String what = root.getClass().getSimpleName() + message;
    if (root instanceof AbstractMethodError || root instanceof NoSuchMethodError) {
      return "it was made for other ports than these, version "
          + PortsVersion.CURRENT
          + " ("
          + what
          + ")";
    }
    return what;
  }
}
