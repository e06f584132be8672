package dev.provision.adapter.jclouds.docker;

import dev.provision.adapter.jclouds.answer.TarArchive;
import java.util.Optional;

/// Who logs in to a container, as its `/etc/passwd` has it.
///
/// @param owner the user's and the group's number
/// @param home an absolute path
record ContainerUser(TarArchive.Owner owner, String home) {
  static final String ROOT = "root";

  /// The user of this name.
  static Optional<ContainerUser> in(String passwd, String name) {
    return passwd
        .lines()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length >= 6 && fields[0].equals(name))
        .filter(fields -> (fields[2] + fields[3]).matches("[0-9]{2,12}"))
        .filter(fields -> fields[5].matches("/.*[^/]"))
        .findFirst()
        .map(
            fields ->
                new ContainerUser(
                    new TarArchive.Owner(Integer.parseInt(fields[2]), Integer.parseInt(fields[3])),
                    fields[5]));
  }

  /// Where no file tells: the administrator, who is the same everywhere.
  static Optional<ContainerUser> usual(String name) {
    return name.equals(ROOT)
        ? Optional.of(new ContainerUser(TarArchive.Owner.ROOT, "/root"))
        : Optional.empty();
  }
}
