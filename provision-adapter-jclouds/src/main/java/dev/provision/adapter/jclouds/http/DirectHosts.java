package dev.provision.adapter.jclouds.http;

import com.google.common.net.InetAddresses;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The hosts that are asked without a proxy, as `no_proxy` names them, parted by commas or blanks:
/// a name and all below it (with a dot before it or without), an address, a network such as
/// `10.0.0.0/8`, each also with a port; `*` for all.
///
/// This computer is among them always.
///
/// Tested by `EnvironmentProxiesTest`.
record DirectHosts(List<Entry> entries) {
  /// @throws IllegalArgumentException if an entry is none of these
  DirectHosts(String text) {
    this(
        Stream.of(text.split("[,\\s]+", -1))
            .filter(word -> !word.isBlank())
            .map(Entry::of)
            .toList());
  }

  boolean contain(URI to) {
    if (to.getHost() == null) {
      return false;
    }
    String host = plain(to.getHost());
    int port = to.getPort() >= 0 ? to.getPort() : to.getScheme().equals("http") ? 80 : 443;
    return host.equals("localhost")
        || (InetAddresses.isInetAddress(host) && InetAddresses.forString(host).isLoopbackAddress())
        || entries.stream().anyMatch(entry -> entry.matches(host, port));
  }

  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\.$", "");
  }

  /// @param host a name, an address, or `*`
  /// @param bits of the address that count; all where it names no network
  /// @param port the only one that is meant; 0 for any
  record Entry(String host, int bits, int port) {
    private static final int ALL = -1;

    static Entry of(String word) {
      String rest = word;
      int port = 0;
      boolean bareAddress = InetAddresses.isInetAddress(rest.replaceFirst("/.*", ""));
      if (!bareAddress && rest.matches(".*[^:]:[^:\\]]*")) {
        int colon = rest.lastIndexOf(':');
        port = number(rest.substring(colon + 1), 65_535, word);
        rest = rest.substring(0, colon);
      }
      int bits = ALL;
      int slash = rest.indexOf('/');
      if (slash >= 0) {
        String address = plain(rest.substring(0, slash));
        if (!InetAddresses.isInetAddress(address)) {
          throw bad(word);
        }
        int most = InetAddresses.forString(address).getAddress().length * Byte.SIZE;
        bits = number(rest.substring(slash + 1), most, word);
        rest = address;
      }
      String host = plain(rest).replaceFirst("^\\.", "");
      if (host.isEmpty()) {
        throw bad(word);
      }
      return new Entry(host, bits, port);
    }

    private static int number(String text, int most, String word) {
      if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > most) {
        throw bad(word);
      }
      return Integer.parseInt(text);
    }

    private static IllegalArgumentException bad(String word) {
      return new IllegalArgumentException(
          "'" + word + "' in it is not a host, address, or network, with or without a port");
    }

    boolean matches(String asked, int askedPort) {
      if (port != 0 && port != askedPort) {
        return false;
      }
      if (host.equals("*")) {
        return true;
      }
      if (InetAddresses.isInetAddress(host)) {
        return InetAddresses.isInetAddress(asked)
            && isIn(InetAddresses.forString(host), InetAddresses.forString(asked));
      }
      return asked.equals(host) || asked.endsWith("." + host);
    }

    private boolean isIn(InetAddress network, InetAddress asked) {
      byte[] one = network.getAddress();
      byte[] other = asked.getAddress();
      if (bits == ALL || one.length != other.length) {
        return Arrays.equals(one, other);
      }
      int rest = one.length * Byte.SIZE - bits;
      return new BigInteger(1, one)
          .shiftRight(rest)
          .equals(new BigInteger(1, other).shiftRight(rest));
    }
  }
}
