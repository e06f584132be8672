package dev.provision.adapter.jclouds.answer;

import com.google.common.base.Function;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jclouds.http.HttpResponse;

/// An answer's body as it is, up to a limit.
public final class BytesParser implements Function<HttpResponse, byte[]> {
  private static final int MOST = 1 << 20;

  @Override
  public byte[] apply(HttpResponse response) {
    if (response.getPayload() == null) {
      return new byte[0];
    }
    try (InputStream body = response.getPayload().openStream()) {
      return body.readNBytes(MOST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
