package dev.provision.adapter.jclouds.call;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/// Why a certificate was not accepted, and what to do about it.
final class CertificateTrouble {
  private CertificateTrouble() {}

  /// @param who whose certificate it is, for people
  static String words(String who, IOException failure) {
    String said = String.valueOf(failure.getMessage());
    return said.contains("Received fatal alert")
        ? "%s does not accept the certificate that this program shows, or wants one (%s): at Docker, set userid and secret-key to the files of the client's certificate and its key"
            .formatted(who, said)
        : "the certificate of %s was not accepted, and nothing was sent: %s"
            .formatted(who, why(failure));
  }

  private static String why(IOException failure) {
    if (CauseChain.find(failure, CertificateExpiredException.class).isPresent()) {
      return "it has expired; check this computer's clock, and if that is right, whoever runs the"
          + " API has to renew it";
    }
    if (CauseChain.find(failure, CertificateNotYetValidException.class).isPresent()) {
      return "it is not valid yet; check this computer's clock";
    }
    String said = String.valueOf(failure.getMessage());
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("no subject alternative")
        || words.contains("no name matching")
        || words.contains("hostname wrong")) {
      return "it is for another host (%s); check the host name in the endpoint".formatted(said);
    }
    return "no authority that Java trusts has signed it (%s); if the API has an authority of its own,"
            .formatted(said)
        + " put that into a trust store with keytool -importcert, and name the store in"
        + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE (at Docker: option ca-file)";
  }
}
