package dev.provision.library.configuration.draft;

/// A setting that maps names to texts: its key in `provision.yaml` and its variable in
/// `__init__.py`.
public enum MapSetting {
  IMAGE_NAMES("image-names", "IMAGE_NAMES"),
  VARIABLES("variables", "SUBMAP");

  private final String key;
  private final String variable;

  MapSetting(String key, String variable) {
    this.key = key;
    this.variable = variable;
  }

  public String key() {
    return key;
  }

  public String variable() {
    return variable;
  }
}
