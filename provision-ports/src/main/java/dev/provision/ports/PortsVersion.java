package dev.provision.ports;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of the ports as an interface for adapters: `MAJOR.MINOR`.
///
/// The minor number is incremented if an addition does not concern adapters, the major number if
/// adapters may have to change. An adapter in its own JAR declares in its manifest, as
/// `Provision-Ports-Version`, which version it was built for.
public final class PortsVersion {
  /// The current version.
  public static final String CURRENT = "3.0";

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

  private PortsVersion() {}

  /// Whether an adapter built for that version works with this one: the same major number, and no
  /// later minor number.
  public static boolean serves(String madeFor) {
    Matcher theirs = FORM.matcher(madeFor.strip());
    Matcher ours = FORM.matcher(CURRENT);
    return theirs.matches()
        && ours.matches()
        && theirs.group(1).equals(ours.group(1))
        && Integer.parseInt(theirs.group(2)) <= Integer.parseInt(ours.group(2));
  }
}
