package dev.provision.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The sentence, or part of a sentence, that a contract test verifies, quoted from the ports'
/// documentation. A test compares them, so that every promise is tested, and only promises are.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Promise {
  /// Word for word, without line breaks.
  String[] value();
}
