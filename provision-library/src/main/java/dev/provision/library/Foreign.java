package dev.provision.library;

import dev.provision.ports.PortsVersion;
import dev.provision.ports.cloud.CloudException;
import dev.provision.ports.cloud.CloudFailure;
import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.cloud.CloudProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Code of third parties behind a port: whatever goes wrong in it becomes a failure that says whose
/// it is, and it finds its own classes and services by way of the thread.
///
/// @param target what is called
/// @param origin where it comes from
record Foreign(Object target, Path origin) implements InvocationHandler {
  static CloudProvider provider(CloudProvider provider, Path origin) {
    return (CloudProvider) behind(CloudProvider.class, provider, origin);
  }

  private static Object behind(Class<?> port, Object target, Path origin) {
    return Proxy.newProxyInstance(
        Foreign.class.getClassLoader(), new Class<?>[] {port}, new Foreign(target, origin));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(target.getClass().getClassLoader());
    try {
      return checked(method, method.invoke(target, arguments));
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      if (thrown instanceof CloudException || thrown instanceof VirtualMachineError) {
        throw thrown;
      }
      throw failed(method, words(thrown), thrown);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private @Nullable Object checked(Method method, @Nullable Object result) {
    if (result instanceof CloudPort port) {
      return behind(CloudPort.class, port, origin);
    }
    if (result == null && method.getReturnType() != void.class) {
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
