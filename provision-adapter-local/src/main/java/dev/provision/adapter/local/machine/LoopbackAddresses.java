package dev.provision.adapter.local.machine;

import java.net.InetAddress;
import java.util.Set;

/// Gives each node a loopback address of its own. All of 127.0.0.0/8 belongs to a Linux machine
/// without any set-up.
public final class LoopbackAddresses {
  /// Addresses are taken from 127.64.0.1 to 127.127.255.254, far from those that programs use by
  /// habit.
  private static final int HOSTS = 64 * 256 * 254;

  private LoopbackAddresses() {}

  /// An address that is not in use: always the same one for a name while it is free, so that
  /// different users' nodes, which know nothing of each other, seldom meet.
  ///
  /// @param seed what the address is derived from
  /// @param used addresses of other nodes
  /// @throws IllegalStateException if a million nodes exist
  public static String free(String seed, Set<String> used) {
    int start = Math.floorMod(mix(seed.hashCode()), HOSTS);
    for (int i = 0; i < HOSTS; i++) {
      String address = address((start + i) % HOSTS);
      if (!used.contains(address)) {
        return address;
      }
    }
    throw new IllegalStateException("all loopback addresses are in use");
  }

  /// Whether that is the text of a loopback address.
  public static boolean isOne(String address) {
    try {
      return InetAddress.ofLiteral(address).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String address(int host) {
    int net = host / 254;
    return "127." + (64 + net / 256) + "." + net % 256 + "." + (1 + host % 254);
  }

  /// Spreads hash codes of names that differ in their last characters only.
  private static int mix(int hash) {
    int h = hash * 0x9E3779B1;
    return h ^ (h >>> 15);
  }
}
