/// The user's `ssh_config`, read as OpenSSH reads it.
@NullMarked
package dev.provision.adapter.sshd.config;

import org.jspecify.annotations.NullMarked;
