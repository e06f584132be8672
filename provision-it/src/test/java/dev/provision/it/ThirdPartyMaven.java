package dev.provision.it;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Maven as somebody has it who has nothing to do with this build: with a local repository of its
/// own, so that nothing of this build is in there, and nothing of it stays in the user's. Libraries
/// come from the user's local repository, not from the network.
final class ThirdPartyMaven {
  /// It, and the tests that it forks, end before the second compiler would pay.
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Path directory;
  private final Path settings;

  /// @param directory an empty one
  ThirdPartyMaven(Path directory) throws IOException {
    this.directory = directory;
    settings =
        Files.writeString(
            directory.resolve("settings.xml"),
            """
            <settings>
              <localRepository>%s</localRepository>
              <mirrors>
                <mirror><id>here</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
              </mirrors>
            </settings>
            """
                .formatted(
                    localRepository(),
                    Path.of(System.getProperty("provision.libraries", "")).toUri()));
  }

  /// What is installed.
  Path localRepository() {
    return directory.resolve("libraries");
  }

  /// Runs it on a project, quietly: that libraries have no checksums here would be most of the
  /// text.
  Ended run(Path project, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                System.getProperty("provision.maven", ""),
                "-B",
                "-q",
                "--lax-checksums",
                "-DargLine=" + SHORT_LIVED,
                "-s",
                settings.toString(),
                "-f",
                project.toString()));
    words.addAll(Arrays.asList(arguments));
    return new Distribution(directory).with("MAVEN_OPTS", SHORT_LIVED).run(words);
  }
}
