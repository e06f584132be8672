/// The rules of Provision, pure: no files, no network, no clock of its own.
///
/// Configuration and request become a plan; a plan becomes a deployment by way of the two ports.
module dev.provision.domain {
  requires transitive dev.provision.ports;
  requires static transitive org.jspecify;

  exports dev.provision.domain;
  exports dev.provision.domain.boot;
  exports dev.provision.domain.bundle;
  exports dev.provision.domain.configuration;
  exports dev.provision.domain.deploy;
  exports dev.provision.domain.destroy;
  exports dev.provision.domain.key;
  exports dev.provision.domain.lifetime;
  exports dev.provision.domain.plan;
  exports dev.provision.domain.secret;
  exports dev.provision.domain.template;
  exports dev.provision.domain.variable;
}
