/// What is shown at the end: reports, tables, plans, differences, JSON.
@NullMarked
package dev.provision.cli.view;

import org.jspecify.annotations.NullMarked;
