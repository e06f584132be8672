package dev.provision.adapter.jclouds.openstack;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.provision.adapter.jclouds.FakeCloud;
import dev.provision.adapter.jclouds.FakeCloud.Call;
import dev.provision.adapter.jclouds.answer.JsonValue;
import java.util.Optional;

/// Keystone's logins as its references for versions 3 and 2 describe them, and Rackspace's, which
/// is version 2 with API keys and a second compute service in its catalogue.
///
/// The only project is `demo`, the only secret `secret`.
final class FakeKeystone {
  static final String TOKEN = "gAAAAAB-token";

  private FakeKeystone() {}

  /// Empty if it is no login.
  static Optional<ResponseDefinitionBuilder> answer(Call call, String url, boolean refused) {
    return switch (call.method() + " " + call.path()) {
      case "POST /v3/auth/tokens" -> Optional.of(refused ? refusal() : version3(call.json(), url));
      case "POST /v2.0/tokens" -> Optional.of(refused ? refusal() : version2(call.json(), url));
      default -> Optional.empty();
    };
  }

  private static ResponseDefinitionBuilder refusal() {
    return FakeCloud.json(
        401,
        "{\"error\": {\"code\": 401, \"title\": \"Unauthorized\", \"message\": \"The request you"
            + " have made requires authentication.\"}}");
  }

  private static ResponseDefinitionBuilder version3(JsonValue login, String url) {
    if (!login.required("auth/identity/password/user/password").equals("secret")) {
      return refusal();
    }
    return FakeCloud.json(
            201,
            """
            {"token": {"methods": ["password"], "expires_at": "2099-01-01T00:00:00.000000Z", "issued_at": "2026-01-01T00:00:00.000000Z",
             "user": {"id": "u1", "name": "demo", "domain": {"id": "default", "name": "Default"}},
             "catalog": [{"type": "compute", "id": "c1", "name": "nova", "endpoints": [
               {"id": "e1", "interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": "%s/v2.1/p1"}]},
               {"type": "network", "id": "c2", "name": "neutron", "endpoints": [
               {"id": "e2", "interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": "%s/network/"}]}]}}
            """
                .formatted(url, url))
        .withHeader("X-Subject-Token", TOKEN);
  }

  private static ResponseDefinitionBuilder version2(JsonValue login, String url) {
    Optional<String> key = login.text("auth/RAX-KSKEY:apiKeyCredentials/apiKey");
    String secret = key.or(() -> login.text("auth/passwordCredentials/password")).orElse("");
    boolean scoped = key.isPresent() || login.text("auth/tenantName").equals(Optional.of("demo"));
    if (!secret.equals("secret") || !scoped) {
      return refusal();
    }
    String catalogue =
        key.isPresent()
            ? """
            {"type": "compute", "name": "cloudServersOpenStack", "endpoints": [
              {"tenantId": "p1", "region": "DFW", "publicURL": "%1$s/v2.1/p1", "versionInfo": "%1$s/v2", "versionList": "%1$s/", "versionId": "2"}]},
            {"type": "compute", "name": "cloudServers", "endpoints": [
              {"tenantId": "p1", "publicURL": "%1$s/v1.0/p1", "versionInfo": "%1$s/v1.0", "versionList": "%1$s/", "versionId": "1.0"}]},
            {"type": "rax:object-cdn", "name": "cloudFilesCDN", "endpoints": [
              {"tenantId": "p1", "region": "DFW", "publicURL": "%1$s/cdn"}]}
            """
            : """
            {"type": "compute", "name": "nova", "endpoints_links": [], "endpoints": [
              {"region": "RegionOne", "publicURL": "%1$s/v2.1/p1", "adminURL": "%1$s/v2.1/p1", "internalURL": "%1$s/v2.1/p1", "id": "e1"}]}
            """;
    return FakeCloud.json(
        200,
        """
        {"access": {"token": {"id": "%s", "expires": "2099-01-01T00:00:00.000Z", "issued_at": "2026-01-01T00:00:00.000000", "tenant": {"id": "p1", "name": "demo"}},
          "user": {"id": "u1", "name": "demo", "username": "demo", "roles": [{"id": "3", "name": "member", "description": "User role"}], "RAX-AUTH:defaultRegion": "DFW"},
          "serviceCatalog": [%s]}}
        """
            .formatted(TOKEN, catalogue.formatted(url)));
  }
}
