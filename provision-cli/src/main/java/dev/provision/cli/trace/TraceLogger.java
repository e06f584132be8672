package dev.provision.cli.trace;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// Writes to the [TraceLog]: everything from Provision's own loggers, warnings and errors from
/// those of libraries.
final class TraceLogger extends LegacyAbstractLogger {
  private static final String OWN = "provision.";
  private static final long serialVersionUID = 1;

  TraceLogger(String name) {
    this.name = name;
  }

  private boolean isOwn() {
    return name.startsWith(OWN);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return isOwn();
  }

  @Override
  public boolean isInfoEnabled() {
    return isOwn();
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    String who = isOwn() ? name.substring(OWN.length()) : name.substring(name.lastIndexOf('.') + 1);
    String kind = isOwn() ? "" : level.toString().toLowerCase(java.util.Locale.ROOT) + ": ";
    TraceLog.write(who, kind + text + (thrown == null ? "" : ": " + thrown));
  }
}
