package dev.provision.domain.bundle;

/// What a file of a bundle is on this machine.
public enum FileText {
  /// The bytes that the node gets.
  VERBATIM,
  /// A template of the type that its header names.
  TEMPLATE,
  /// A template of the type `format-string`, with or without a header.
  FORMAT_STRING,
  /// A template of the type `template-string`, with or without a header.
  TEMPLATE_STRING
}
