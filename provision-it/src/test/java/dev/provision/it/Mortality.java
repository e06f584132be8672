package dev.provision.it;

import dev.provision.ports.cloud.CloudPort;
import dev.provision.ports.shell.RemoteShell;
import dev.provision.ports.shell.RemoteShellPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/// Lets a program end in one of its calls of the ports: what it had done until then stays done, and
/// nothing that it would have done then happens.
final class Mortality {
  private static final Set<String> CALLS = Set.of("create", "await", "connect", "apply");

  private final int moment;
  private int next;

  /// @param moment which of the moments before and after the calls that count, from 0: an even
  ///   number is one just before a call, an odd one is the one after it
  Mortality(int moment) {
    this.moment = moment;
  }

  /// The end.
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String when) {
      super(when);
    }
  }

  CloudPort over(CloudPort cloud) {
    return over(CloudPort.class, cloud);
  }

  RemoteShellPort over(RemoteShellPort shells) {
    return over(RemoteShellPort.class, shells);
  }

  private <T> T over(Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (target instanceof CloudPort && method.getName().equals("close")) {
                return null; // it outlives the program
              }
              boolean counts = CALLS.contains(method.getName());
              pass(counts, "before " + method.getName());
              try {
                Object result = method.invoke(target, arguments);
                pass(counts, "after " + method.getName());
                return result instanceof RemoteShell shell
                    ? over(RemoteShell.class, shell)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            }));
  }

  private void pass(boolean counts, String when) {
    if (counts && next++ == moment) {
      throw new Death(when);
    }
  }
}
