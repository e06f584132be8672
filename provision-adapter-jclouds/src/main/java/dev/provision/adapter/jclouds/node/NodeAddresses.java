package dev.provision.adapter.jclouds.node;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Sorts a node's addresses: those reachable from anywhere, and the others.
///
/// @param open reachable from anywhere
/// @param inner within the cloud only
public record NodeAddresses(List<String> open, List<String> inner) {
  public NodeAddresses {
    open = List.copyOf(open);
    inner = List.copyOf(inner);
  }

  /// By what they are; IPv4 first.
  public static NodeAddresses of(Iterable<String> all) {
    List<String> open = new ArrayList<>();
    List<String> inner = new ArrayList<>();
    for (String address : all) {
      (isInner(address) ? inner : open).add(address);
    }
    Comparator<String> olderFirst = Comparator.comparing(address -> address.contains(":"));
    open.sort(olderFirst);
    inner.sort(olderFirst);
    return new NodeAddresses(open, inner);
  }

  private static boolean isInner(String text) {
    if (!InetAddresses.isInetAddress(text)) {
      return false;
    }
    InetAddress address = InetAddresses.forString(text);
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    boolean shared =
        first == 100 && (bytes[1] & 0xc0) == 0x40; // between a provider and its customers
    return address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isLoopbackAddress()
        || (address instanceof Inet4Address ? shared : (first & 0xfe) == 0xfc);
  }
}
