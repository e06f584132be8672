/// What is kept of each run: which command worked on which nodes, when, and how it ended.
@NullMarked
package dev.provision.library.run;

import org.jspecify.annotations.NullMarked;
