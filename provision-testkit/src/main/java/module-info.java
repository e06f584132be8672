/// An in-memory cloud and shell, and the contract tests that every adapter passes, third parties'
/// too.
module dev.provision.testkit {
  requires transitive dev.provision.ports;
  requires static transitive org.jspecify;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;

  exports dev.provision.testkit;
  exports dev.provision.testkit.cloud;
  exports dev.provision.testkit.memory;
  exports dev.provision.testkit.node;
  exports dev.provision.testkit.shell;
  exports dev.provision.testkit.signing;
  exports dev.provision.testkit.time;

  // JUnit makes the contracts' nested classes, which are nobody else's to see.
  opens dev.provision.testkit.cloud;
  opens dev.provision.testkit.shell;
  opens dev.provision.testkit.signing;
}
