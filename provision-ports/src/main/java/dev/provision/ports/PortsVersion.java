package dev.provision.ports;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of the ports as an interface for adapters: `MAJOR.MINOR`.
///
/// The minor number grows when something is added that adapters need not care about, the major
/// number when an adapter may have to be changed. An adapter in a JAR of its own says in its
/// manifest, as `Provision-Ports-Version`, what it was made for.
public final class PortsVersion {
  /// This one.
  public static final String CURRENT = "2.0";

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

  private PortsVersion() {}

  /// Whether what was made for that version works with this one: the same major number, and no
  /// later minor one.
  public static boolean serves(String madeFor) {
    Matcher theirs = FORM.matcher(madeFor.strip());
    Matcher ours = FORM.matcher(CURRENT);
    return theirs.matches()
        && ours.matches()
        && theirs.group(1).equals(ours.group(1))
        && Integer.parseInt(theirs.group(2)) <= Integer.parseInt(ours.group(2));
  }
}
