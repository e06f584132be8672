package dev.provision.cli;

import dev.provision.ports.cloud.Catalog;
import dev.provision.ports.cloud.CloudPort;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiFunction;

/// A cloud, and its catalog, whose answers a test changes.
final class ChangedCloud {
  private ChangedCloud() {}

  /// @param change is given a method's name and its answer, which is null where there is none
  static CloudPort of(CloudPort cloud, BiFunction<String, Object, Object> change) {
    Catalog catalog = (Catalog) proxy(Catalog.class, changing(cloud.catalog(), change));
    InvocationHandler port = changing(cloud, change);
    return (CloudPort)
        proxy(
            CloudPort.class,
            (proxy, method, arguments) ->
                method.getName().equals("catalog")
                    ? catalog
                    : port.invoke(proxy, method, arguments));
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        ChangedCloud.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static InvocationHandler changing(
      Object target, BiFunction<String, Object, Object> change) {
    return (_, method, arguments) -> {
      try {
        return change.apply(method.getName(), method.invoke(target, arguments));
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    };
  }
}
