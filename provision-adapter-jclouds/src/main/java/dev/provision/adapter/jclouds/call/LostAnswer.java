package dev.provision.adapter.jclouds.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// How a request got no answer.
public enum LostAnswer {
  UNKNOWN_HOST(true),
  NO_CONNECTION(true),
  /// A certificate, theirs or ours, does not show who somebody is.
  UNTRUSTED(true),
  /// TLS came to nothing for another reason.
  NO_TLS(true),
  /// What came is no HTTP, or has headers without an end.
  NO_HTTP(false),
  SILENCE(false),
  INTERRUPTION(false),
  CUT(false);

  /// What Java says of a body in pieces that are none; it would be so the next time.
  private static final List<String> BAD_CHUNKS =
      List.of(
          "chunk header too long",
          "bogus chunk size",
          "missing cr",
          "missing lf",
          "lf should be proceeded by cr",
          "malformed tailer");

  private final boolean beforeSending;

  LostAnswer(boolean beforeSending) {
    this.beforeSending = beforeSending;
  }

  public static LostAnswer of(IOException failure) {
    return switch (failure) {
      case UnknownHostException _ -> UNKNOWN_HOST;
      case ConnectException _, NoRouteToHostException _ -> NO_CONNECTION;
      case SocketTimeoutException e ->
          said(e).contains("connect timed out") ? NO_CONNECTION : SILENCE;
      case InterruptedIOException _ -> INTERRUPTION;
      case ProtocolException _ -> NO_HTTP;
      case SSLPeerUnverifiedException _ -> UNTRUSTED;
      case SSLHandshakeException e ->
          CauseChain.find(e, CertificateException.class).isPresent()
                  || said(e).contains("certificate")
              ? UNTRUSTED
              : NO_TLS;
      case SSLException e -> said(e).contains("ssl message") ? NO_TLS : CUT;
      default -> ofWords(said(failure));
    };
  }

  private static LostAnswer ofWords(String said) {
    if (said.contains("hostname wrong")) {
      return UNTRUSTED;
    }
    if (said.contains("invalid http response")) {
      return NO_HTTP;
    }
    if (BAD_CHUNKS.stream().anyMatch(said::startsWith)) {
      return NO_HTTP;
    }
    return said.contains("unable to tunnel through proxy") ? NO_CONNECTION : CUT;
  }

  private static String said(IOException e) {
    return e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
  }

  /// Whether it was before the request left: then nothing has happened at the cloud.
  public boolean beforeSending() {
    return beforeSending;
  }
}
