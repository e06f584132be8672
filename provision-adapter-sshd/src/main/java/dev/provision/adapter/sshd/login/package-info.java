/// User authentication (RFC 4252): which methods and keys are offered, and in which order.
@NullMarked
package dev.provision.adapter.sshd.login;

import org.jspecify.annotations.NullMarked;
