package dev.provision.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The sentence, or the part of one, that a test of a contract is about, as it stands in the ports'
/// documentation. A test compares them: what is promised there is tested, and what is tested is
/// promised.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Promise {
  /// Word for word, without line breaks.
  String[] value();
}
