/// An in-memory cloud and shell, and the contract tests that every adapter passes, third parties'
/// too.
module dev.provision.testkit {
  requires transitive dev.provision.ports;
  requires static transitive org.jspecify;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
}
