/// The two ports of Provision, `CloudPort` and `RemoteShellPort`, with their value types and
/// failures.
///
/// Adapters implement them; the domain uses them. The module needs the JDK only.
module dev.provision.ports {
  requires static transitive org.jspecify;

  exports dev.provision.ports;
  exports dev.provision.ports.cloud;
  exports dev.provision.ports.shell;
  exports dev.provision.ports.step;
}
