/// DigitalOcean.
@NullMarked
package dev.provision.adapter.jclouds.digitalocean;

import org.jspecify.annotations.NullMarked;
