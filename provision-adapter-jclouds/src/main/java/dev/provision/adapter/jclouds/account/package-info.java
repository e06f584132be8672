/// Account settings: options, credentials, and where they come from.
@NullMarked
package dev.provision.adapter.jclouds.account;

import org.jspecify.annotations.NullMarked;
