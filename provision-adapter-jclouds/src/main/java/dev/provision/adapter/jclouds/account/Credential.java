package dev.provision.adapter.jclouds.account;

import java.util.List;
import java.util.stream.Stream;

/// A user id or a secret of a provider's accounts.
///
/// @param help what it is, for people
/// @param form what its value looks like
/// @param places where else it is looked for, for people, before the variables
/// @param variables of the environment that hold it where the configuration does not
public record Credential(String help, Form form, List<String> places, List<String> variables) {
  /// What the value of a credential looks like.
  public enum Form {
    /// One line of text, sent in a header.
    LINE,
    /// A private key in PEM form, which is sent nowhere.
    PEM,
    /// The name of a file.
    FILE
  }

  /// One line of text.
  public static Credential line(String help) {
    return new Credential(help, Form.LINE, List.of(), List.of());
  }

  /// A private key.
  public static Credential pem(String help) {
    return new Credential(help, Form.PEM, List.of(), List.of());
  }

  /// The name of a file.
  public static Credential file(String help) {
    return new Credential(help, Form.FILE, List.of(), List.of());
  }

  /// The same, looked for in this place, too.
  public Credential orIn(String place) {
    return new Credential(
        help, form, Stream.concat(places.stream(), Stream.of(place)).toList(), variables);
  }

  /// The same, looked for in these variables, too.
  public Credential orVariables(String... names) {
    return new Credential(help, form, places, List.of(names));
  }

  /// What it is and where else it is looked for.
  String fullHelp() {
    List<String> elsewhere = Stream.concat(places.stream(), variables.stream()).toList();
    return elsewhere.isEmpty() ? help : help + "; else " + String.join(" or ", elsewhere);
  }
}
