package dev.provision.cli.trace;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// What SLF4J finds in the command line: loggers that write to the [TraceLog], or to nowhere if
/// there is none when they are made.
public final class TraceProvider implements SLF4JServiceProvider {
  private static final String API = "2.0.99";

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /// For SLF4J.
  public TraceProvider() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> TraceLog.isOn() ? new TraceLogger(name) : NOPLogger.NOP_LOGGER;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return API;
  }

  @Override
  public void initialize() {}
}
