/// Texts for shells, and the encodings of files.
@NullMarked
package dev.provision.adapter.sshd.text;

import org.jspecify.annotations.NullMarked;
