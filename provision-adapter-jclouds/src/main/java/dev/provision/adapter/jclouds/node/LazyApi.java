package dev.provision.adapter.jclouds.node;

import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An API whose context is built when it is first asked for something: that takes jclouds a while.
public final class LazyApi implements AutoCloseable {
  private final Supplier<CloudApi> source;
  private final OptionalInt userDataLimit;
  private @Nullable CloudApi api;

  public LazyApi(OptionalInt userDataLimit, Supplier<CloudApi> source) {
    this.userDataLimit = userDataLimit;
    this.source = source;
  }

  synchronized CloudApi get() {
    if (api == null) {
      api = source.get();
    }
    return api;
  }

  boolean takesUserData() {
    return userDataLimit.isPresent();
  }

  OptionalInt userDataLimit() {
    return userDataLimit;
  }

  @Override
  public synchronized void close() {
    if (api != null) {
      api.close();
    }
  }
}
