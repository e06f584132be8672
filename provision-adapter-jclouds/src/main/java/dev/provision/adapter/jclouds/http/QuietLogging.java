package dev.provision.adapter.jclouds.http;

import org.jclouds.logging.Logger;
import org.jclouds.logging.NullLogger;
import org.jclouds.logging.config.LoggingModule;

/// Lets jclouds say nothing: what goes wrong is a failure of the call. What jclouds has for that
/// ([NullLogger]) writes errors to standard error, with what a cloud answered in them.
public final class QuietLogging extends LoggingModule {
  private static final Logger NOTHING =
      new NullLogger() {
        @Override
        public void error(String message, Object... args) {}

        @Override
        public void error(Throwable throwable, String message, Object... args) {}

        @Override
        public boolean isErrorEnabled() {
          return false;
        }
      };

  @Override
  public Logger.LoggerFactory createLoggerFactory() {
    return _ -> NOTHING;
  }
}
