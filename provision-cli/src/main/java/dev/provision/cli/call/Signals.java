package dev.provision.cli.call;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Signals of the operating system.
///
/// The JDK's only way to them is `sun.misc.Signal`, whose mention makes the compiler warn in a way
/// that nothing switches off; so it is called by reflection.
public final class Signals {
  private Signals() {}

  /// Runs something each time the signal arrives, in a thread of its own, instead of what usually
  /// happens.
  ///
  /// @param name without `SIG`; one that this system does not have, or that the JVM needs itself,
  ///   is ignored
  public static void onEach(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object listener =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException("signal " + name, e.getCause());
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no sun.misc.Signal", e);
    }
  }
}
