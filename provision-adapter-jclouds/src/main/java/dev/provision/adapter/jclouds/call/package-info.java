/// Calls to an API: their limits, repetitions, answers and failures.
@NullMarked
package dev.provision.adapter.jclouds.call;

import org.jspecify.annotations.NullMarked;
