/// What is shown in the end: plans, reports, lists.
@NullMarked
package dev.provision.cli.view;

import org.jspecify.annotations.NullMarked;
