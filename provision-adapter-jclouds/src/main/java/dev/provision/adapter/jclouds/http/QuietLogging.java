package dev.provision.adapter.jclouds.http;

import dev.provision.adapter.jclouds.call.AccountSecrets;
import org.jclouds.logging.Logger;
import org.jclouds.logging.NullLogger;
import org.jclouds.logging.config.LoggingModule;
import org.slf4j.LoggerFactory;

/// Passes jclouds' warnings and errors to SLF4J, without secrets, and drops the rest: what goes
/// wrong is a failure of the call. What jclouds has for that ([NullLogger]) writes errors to
/// standard error, with what a cloud answered in them.
public final class QuietLogging extends LoggingModule {
  private final AccountSecrets secrets;

  public QuietLogging(AccountSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Logger.LoggerFactory createLoggerFactory() {
    return category -> new Masked(LoggerFactory.getLogger(category), secrets);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the formats are those of jclouds' own interface
  private static final class Masked extends NullLogger {
    private final org.slf4j.Logger target;
    private final AccountSecrets secrets;

    Masked(org.slf4j.Logger target, AccountSecrets secrets) {
      this.target = target;
      this.secrets = secrets;
    }

    private String masked(String message, Object... arguments) {
      return secrets.masked(arguments.length == 0 ? message : message.formatted(arguments));
    }

    @Override
    public void warn(String message, Object... arguments) {
      if (target.isWarnEnabled()) {
        target.warn(masked(message, arguments));
      }
    }

    @Override
    public void warn(Throwable thrown, String message, Object... arguments) {
      if (target.isWarnEnabled()) {
        target.warn(masked(message, arguments) + ": " + secrets.masked(thrown.toString()));
      }
    }

    @Override
    public boolean isWarnEnabled() {
      return target.isWarnEnabled();
    }

    @Override
    public void error(String message, Object... arguments) {
      if (target.isErrorEnabled()) {
        target.error(masked(message, arguments));
      }
    }

    @Override
    public void error(Throwable thrown, String message, Object... arguments) {
      if (target.isErrorEnabled()) {
        target.error(masked(message, arguments) + ": " + secrets.masked(thrown.toString()));
      }
    }

    @Override
    public boolean isErrorEnabled() {
      return target.isErrorEnabled();
    }
  }
}
