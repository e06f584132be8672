package dev.provision.library.configuration;

/// A setting that maps names to texts: its key in `provision.yaml` and its variable in
/// `__init__.py`.
enum MapSetting {
  IMAGE_NAMES("image-names", "IMAGE_NAMES"),
  VARIABLES("variables", "SUBMAP");

  private final String key;
  private final String variable;

  MapSetting(String key, String variable) {
    this.key = key;
    this.variable = variable;
  }

  String key() {
    return key;
  }

  String variable() {
    return variable;
  }
}
