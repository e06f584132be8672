package dev.provision.adapter.sshd.login;

import dev.provision.adapter.sshd.key.Certificate;
import dev.provision.adapter.sshd.key.HostProof;
import dev.provision.adapter.sshd.key.Identity;
import dev.provision.adapter.sshd.transport.Connection;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// What is sent to ask for a login: RFC 4252.
final class LoginRequests {
  private static final String SERVICE = "ssh-connection";

  /// With the host's key in what is signed. Agents that were forwarded to us want it for keys that
  /// are for some hosts only.
  private static final String BOUND_PUBLIC_KEY = "publickey-hostbound-v00@openssh.com";

  private final Connection connection;
  private final String user;

  LoginRequests(Connection connection, String user) {
    this.connection = connection;
    this.user = user;
  }

  /// The beginning of a request.
  ByteArrayBuffer of(String method) {
    ByteArrayBuffer request = new ByteArrayBuffer();
    request.putByte(SshConstants.SSH_MSG_USERAUTH_REQUEST);
    request.putString(user);
    request.putString(SERVICE);
    request.putString(method);
    return request;
  }

  /// Whether the host would take the key.
  ByteArrayBuffer question(Identity key, String algorithm) {
    return withKey(LoginPlan.PUBLIC_KEY, false, key, algorithm);
  }

  /// A login with a key.
  ByteArrayBuffer signed(Identity key, String algorithm, LoginSigner signer)
      throws IOException, GeneralSecurityException, InterruptedException {
    HostProof proof = connection.proof();
    boolean bound =
        connection.getAttribute(DefaultClientKexExtensionHandler.HOSTBOUND_AUTHENTICATION) != null;
    ByteArrayBuffer request =
        withKey(bound ? BOUND_PUBLIC_KEY : LoginPlan.PUBLIC_KEY, true, key, algorithm);
    if (bound) {
      proof.putHostKey(request);
    }
    ByteArrayBuffer signed = new ByteArrayBuffer();
    signed.putBytes(connection.getSessionId());
    signed.putRawBytes(request.array(), request.rpos(), request.available());
    request.putBytes(signer.sign(key, algorithm, signed.getCompactData(), Optional.of(proof)));
    return request;
  }

  private ByteArrayBuffer withKey(String method, boolean signed, Identity key, String algorithm) {
    ByteArrayBuffer request = of(method);
    request.putBoolean(signed);
    request.putString(algorithm);
    request.putBytes(key.publicKey());
    return request;
  }

  /// Whether the host takes keys of this type, as far as it has said.
  boolean mayTake(Identity key) {
    Set<String> known = connection.getAttribute(DefaultClientKexExtensionHandler.SERVER_ALGORITHMS);
    return known == null || algorithms(key).stream().anyMatch(known::contains);
  }

  /// RSA keys sign in several ways; a host that does not say which it knows gets the strongest
  /// first.
  List<String> algorithms(Identity key) {
    if (!Certificate.plain(key.type()).equals("ssh-rsa")) {
      return List.of(key.type());
    }
    String suffix = key.type().substring("ssh-rsa".length());
    Set<String> known = connection.getAttribute(DefaultClientKexExtensionHandler.SERVER_ALGORITHMS);
    return List.of("rsa-sha2-512", "rsa-sha2-256").stream()
        .filter(algorithm -> known == null || known.contains(algorithm))
        .limit(known == null ? 2 : 1)
        .map(algorithm -> algorithm + suffix)
        .toList();
  }
}
