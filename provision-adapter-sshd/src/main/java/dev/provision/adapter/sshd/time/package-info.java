/// How long each thing is waited for.
@NullMarked
package dev.provision.adapter.sshd.time;

import org.jspecify.annotations.NullMarked;
