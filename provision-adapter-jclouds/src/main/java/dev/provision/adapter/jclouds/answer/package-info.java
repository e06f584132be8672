/// Forms of requests and answers: JSON, XML, archives, and the texts of errors.
@NullMarked
package dev.provision.adapter.jclouds.answer;

import org.jspecify.annotations.NullMarked;
