package dev.provision.adapter.sshd;

import dev.provision.adapter.sshd.key.SignatureAlgorithms;
import dev.provision.adapter.sshd.server.HostKeyPair;
import dev.provision.adapter.sshd.transport.SshClients;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.signature.Signature;

/// Does once what every connection does: the first time is the slow one, since Java loads, links
/// and interprets. It takes a tenth of a second, which a program with a connection ahead can spend
/// on its other processor.
final class SshWarmUp implements Callable<Boolean> {
  private static final int KEY = 16;
  private static final int NONCE = 12;

  /// So many bytes that the compiler takes up what they run through.
  private static final int ENOUGH = 1 << 13;

  @Override
  public Boolean call() throws Exception {
    SshClients.build();
    return exchangeKeys() && sign() && encrypt() && digest();
  }

  private static boolean exchangeKeys() throws Exception {
    AbstractDH ours = BuiltinDHFactories.curve25519.create();
    AbstractDH theirs = BuiltinDHFactories.curve25519.create();
    ours.setF(theirs.getE());
    theirs.setF(ours.getE());
    return Arrays.equals(ours.getK(), theirs.getK());
  }

  private static boolean sign() throws Exception {
    HostKeyPair key = HostKeyPair.generate();
    Signature signature = NamedFactory.create(SignatureAlgorithms.all(), "ssh-ed25519");
    if (signature == null) {
      return false;
    }
    byte[] data = new byte[KEY];
    signature.initSigner(null, key.pair().getPrivate());
    signature.update(null, data);
    byte[] signed = signature.sign(null);
    signature.initVerifier(null, key.pair().getPublic());
    signature.update(null, data);
    return signature.verify(null, signed);
  }

  private static boolean encrypt() throws Exception {
    Cipher cipher = BuiltinCiphers.aes128gcm.create();
    cipher.init(Cipher.Mode.Encrypt, new byte[KEY], new byte[NONCE]);
    cipher.updateAAD(new byte[Integer.BYTES]);
    cipher.update(new byte[ENOUGH + cipher.getAuthenticationTagSize()], 0, ENOUGH);
    return true;
  }

  private static boolean digest() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return digest.digest(new byte[ENOUGH]).length == digest.getDigestLength();
  }
}
