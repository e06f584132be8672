/// Amazon EC2 and what speaks its API.
@NullMarked
package dev.provision.adapter.jclouds.ec2;

import org.jspecify.annotations.NullMarked;
