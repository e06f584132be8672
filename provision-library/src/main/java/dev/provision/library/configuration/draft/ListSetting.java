package dev.provision.library.configuration.draft;

/// A setting that is a list of texts: its key in `provision.yaml` and its variable in
/// `__init__.py`.
public enum ListSetting {
  DESTROYABLE_PREFIXES("destroyable-prefixes", "DESTROYABLE_PREFIXES"),
  BOOTSTRAPPED_IMAGES("bootstrapped-image-names", "BOOTSTRAPPED_IMAGE_NAMES"),
  DEFAULT_BUNDLES("default-bundles", "DEFAULT_BUNDLES"),
  DEFAULT_BOOTSTRAP_BUNDLES("default-bootstrap-bundles", "DEFAULT_BOOTSTRAP_BUNDLES");

  private final String key;
  private final String variable;

  ListSetting(String key, String variable) {
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
