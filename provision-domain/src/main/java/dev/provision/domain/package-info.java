/// What all parts of the domain share: problems and near names.
@NullMarked
package dev.provision.domain;

import org.jspecify.annotations.NullMarked;
