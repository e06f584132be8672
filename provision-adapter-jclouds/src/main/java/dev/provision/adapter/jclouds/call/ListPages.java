package dev.provision.adapter.jclouds.call;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/// The way through the pages of one list, which has an end.
public final class ListPages {
  private static final int MOST = 1000;

  private final Set<String> seen = new HashSet<>();

  /// The list goes on.
  ///
  /// @param cursor what tells the next page from all others
  /// @return the same
  /// @throws UnusableAnswerException if it does not come to an end
  public String next(String cursor) {
    if (!seen.add(cursor)) {
      throw new UnusableAnswerException("sent a page that leads back to an earlier one");
    }
    if (seen.size() >= MOST) {
      throw new UnusableAnswerException(
          "sent more than %s pages, the limit for one list".formatted(MOST));
    }
    return cursor;
  }

  /// The list goes on at this address.
  ///
  /// @param base an address of the cloud
  /// @throws UnusableAnswerException if the address is another host's, who would get the
  ///   credentials
  public URI next(String address, URI base) {
    URI next = base.resolve(next(address));
    if (!origin(next).equals(origin(base))) {
      throw new UnusableAnswerException(
          "sent a list that continues at another host, %s; it was not followed, because the"
                  .formatted(origin(next))
              + " account's credentials would be sent along");
    }
    return next;
  }

  private static String origin(URI uri) {
    int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    return (uri.getScheme()
            + "://"
            + uri.getHost()
            + ":"
            + (uri.getPort() < 0 ? usual : uri.getPort()))
        .toLowerCase(java.util.Locale.ROOT);
  }
}
