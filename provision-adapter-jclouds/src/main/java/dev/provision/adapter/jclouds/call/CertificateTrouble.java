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
        ? "%s rejected the client certificate, or requires one (%s); with Docker, set userid and secret-key to the files of the client certificate and its key"
            .formatted(who, said)
        : "the certificate of %s was rejected, and no request was sent: %s"
            .formatted(who, why(failure));
  }

  private static String why(IOException failure) {
    if (CauseChain.find(failure, CertificateExpiredException.class).isPresent()) {
      return "it has expired; check this machine's clock; if it is correct, the operator of the API"
          + " must renew the certificate";
    }
    if (CauseChain.find(failure, CertificateNotYetValidException.class).isPresent()) {
      return "it is not valid yet; check this machine's clock";
    }
    String said = String.valueOf(failure.getMessage());
    String words = said.toLowerCase(Locale.ROOT);
    if (words.contains("no subject alternative")
        || words.contains("no name matching")
        || words.contains("hostname wrong")) {
      return "it belongs to another host (%s); check the host name in the endpoint".formatted(said);
    }
    return "it is not signed by an authority that Java trusts (%s); if the API has a private authority,"
            .formatted(said)
        + " import it into a trust store with keytool -importcert, and set"
        + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE (with Docker, set the option"
        + " ca-file)";
  }
}
