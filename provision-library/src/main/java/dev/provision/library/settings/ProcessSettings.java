package dev.provision.library.settings;

import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/// What code of a third party may have changed for the whole process, as it was before. Its streams
/// are not among that: only the command line has to do with them.
public record ProcessSettings(
    Locale locale,
    Locale display,
    Locale format,
    TimeZone zone,
    Properties properties,
    Thread.@Nullable UncaughtExceptionHandler uncaught) {

  public static ProcessSettings now() {
    return new ProcessSettings(
        Locale.getDefault(),
        Locale.getDefault(Locale.Category.DISPLAY),
        Locale.getDefault(Locale.Category.FORMAT),
        TimeZone.getDefault(),
        (Properties) System.getProperties().clone(),
        Thread.getDefaultUncaughtExceptionHandler());
  }

  public void restore() {
    Locale.setDefault(locale);
    Locale.setDefault(Locale.Category.DISPLAY, display);
    Locale.setDefault(Locale.Category.FORMAT, format);
    TimeZone.setDefault(zone);
    if (!properties.equals(System.getProperties())) {
      System.setProperties((Properties) properties.clone());
    }
    Thread.setDefaultUncaughtExceptionHandler(uncaught);
  }
}
