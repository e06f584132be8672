/// The embedded SSH server. The one package that other adapters may use.
@NullMarked
package dev.provision.adapter.sshd.server;

import org.jspecify.annotations.NullMarked;
