/// When nodes expire, and which nodes nobody knows any more.
@NullMarked
package dev.provision.library.lifetime;

import org.jspecify.annotations.NullMarked;
