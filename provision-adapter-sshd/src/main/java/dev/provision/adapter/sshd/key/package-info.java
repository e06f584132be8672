/// Key pairs, certificates and agents, and the algorithms they are used with.
@NullMarked
package dev.provision.adapter.sshd.key;

import org.jspecify.annotations.NullMarked;
