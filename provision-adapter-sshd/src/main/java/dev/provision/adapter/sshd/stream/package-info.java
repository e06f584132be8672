/// Streams that archives are made of.
@NullMarked
package dev.provision.adapter.sshd.stream;

import org.jspecify.annotations.NullMarked;
