package dev.provision.library.configuration.draft;

import dev.provision.domain.lifetime.TimeToLive;
import java.util.Optional;

/// A setting that is one text: its key in `provision.yaml` and its variable in `__init__.py`.
public enum TextSetting {
  PROVIDER("provider", "DEFAULT_PROVIDER"),
  USERID("userid", "DEFAULT_USERID"),
  SECRET_KEY("secret-key", "DEFAULT_SECRET_KEY"),
  IMAGE("image", "DEFAULT_IMAGE_NAME"),
  LOCATION("location", "DEFAULT_LOCATION_ID"),
  SIZE("size", "DEFAULT_SIZE_ID"),
  NAME_PREFIX("name-prefix", "DEFAULT_NAME_PREFIX"),
  TARGET_DIRECTORY("target-dir", "DEFAULT_TARGETDIR"),
  DEFAULT_PUBLIC_KEY("default-public-key", "DEFAULT_PUBKEY"),
  SSH_KEY_PATH("ssh-key-path", "SSH_KEY_PATH"),
  SSH_CONFIG("ssh-config", "SSH_CONFIG"),
  SIGNED_PLANS("signed-plans", "SIGNED_PLANS"),
  MAX_OUTPUT("max-output", "MAX_OUTPUT"),
  MAX_NODES("max-nodes", "MAX_NODES"),
  TTL("ttl", "TTL"),
  USER_DATA("user-data", "EX_USERDATA"),
  METADATA_CONTAINER("metadata-container-name", "NODE_METADATA_CONTAINER_NAME");

  private final String key;
  private final String variable;

  TextSetting(String key, String variable) {
    this.key = key;
    this.variable = variable;
  }

  public String key() {
    return key;
  }

  public String variable() {
    return variable;
  }

  /// Why a text is no value of a setting that has a form of its own; empty if it may be one.
  public Optional<String> refusal(String text) {
    return switch (this) {
      case MAX_OUTPUT -> refusal(ByteCount.parse(text), ByteCount.refusal(text));
      case MAX_NODES -> refusal(NodeCount.parse(text), NodeCount.refusal(text));
      case TTL -> refusal(TimeToLive.parse(text), TimeToLive.refusal(text));
      case PROVIDER,
          USERID,
          SECRET_KEY,
          IMAGE,
          LOCATION,
          SIZE,
          NAME_PREFIX,
          TARGET_DIRECTORY,
          DEFAULT_PUBLIC_KEY,
          SSH_KEY_PATH,
          SSH_CONFIG,
          SIGNED_PLANS,
          USER_DATA,
          METADATA_CONTAINER ->
          Optional.empty();
    };
  }

  private static Optional<String> refusal(Optional<?> parsed, String refusal) {
    return parsed.isPresent() ? Optional.empty() : Optional.of(refusal);
  }

  /// Whether there is always a value: where a directory takes its own away, the built-in one is
  /// back.
  public boolean required() {
    return switch (this) {
      case PROVIDER, IMAGE, LOCATION, SIZE, NAME_PREFIX, TARGET_DIRECTORY -> true;
      case USERID,
          SECRET_KEY,
          DEFAULT_PUBLIC_KEY,
          SSH_KEY_PATH,
          SSH_CONFIG,
          SIGNED_PLANS,
          MAX_OUTPUT,
          MAX_NODES,
          TTL,
          USER_DATA,
          METADATA_CONTAINER ->
          false;
    };
  }
}
