package dev.provision.library.configuration;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.lifetime.NodeLimits;
import dev.provision.domain.lifetime.TimeToLive;
import dev.provision.library.configuration.draft.ByteCount;
import dev.provision.library.configuration.draft.NodeCount;
import dev.provision.library.configuration.draft.TextSetting;
import dev.provision.library.configuration.machine.Environment;
import dev.provision.library.configuration.python.PythonConfiguration;
import dev.provision.library.configuration.secret.SecretReferences;
import dev.provision.library.configuration.yaml.ProvisionYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads configuration directories.
///
/// First the built-in defaults, then `$PROVISION_HOME/secrets` and `$VIRTUAL_ENV/provision_secrets`
/// where they exist, then those somebody named, in order. Later ones win, and each sees what the
/// earlier ones set. A loader keeps nothing between loads and may be used from many threads.
public final class ConfigurationLoader {
  private static final Logger LOG = LoggerFactory.getLogger("provision.configuration");

  private final Environment environment;

  /// @param environment what the directories are read in
  public ConfigurationLoader(Environment environment) {
    this.environment = environment;
  }

  /// Reads the built-in defaults, the default places and these directories.
  ///
  /// @param paths as given with `-c`: `~` is the home directory, relative ones start at the working
  ///   directory
  /// @throws ProblemsException with all that is wrong in them
  public LoadedConfiguration load(List<String> paths) {
    LoadSession session = session(paths);
    session.throwProblems();
    return loaded(session);
  }

  /// Reads the same as far as it is in order, and keeps what is wrong.
  public LoadResult tryToLoad(List<String> paths) {
    LoadSession session = session(paths);
    return LoadResult.of(session, loaded(session));
  }

  private LoadSession session(List<String> paths) {
    LoadSession session = new LoadSession(environment);
    List<ConfigurationPlace> steps = steps(paths, session);
    steps.forEach(place -> read(place, session));
    LOG.debug("configuration directories, the last one wins: {}", session.directories());
    session.checkWriters();
    return session;
  }

  private LoadedConfiguration loaded(LoadSession session) {
    SecretReferences references = new SecretReferences(environment);
    return new LoadedConfiguration(
        session.draft().build(references),
        List.copyOf(session.warnings()),
        session.directories(),
        session.draft().text(TextSetting.SSH_CONFIG),
        session.draft().text(TextSetting.SIGNED_PLANS).map(Path::of),
        session.draft().text(TextSetting.MAX_OUTPUT).flatMap(ByteCount::parse),
        new NodeLimits(
            session.draft().text(TextSetting.TTL).flatMap(TimeToLive::parse),
            session.draft().text(TextSetting.MAX_NODES).flatMap(NodeCount::parse)),
        session.draft().origin(TextSetting.USERID),
        session.draft().origin(TextSetting.SECRET_KEY),
        references);
  }

  /// The draft as it is just before a directory is read that somebody names.
  LoadSession before(Path directory) {
    LoadSession session = new LoadSession(environment);
    for (ConfigurationPlace place : defaultPlaces()) {
      if (place.directory().equals(directory)) {
        break;
      }
      read(place, session);
    }
    session.throwProblems();
    return session;
  }

  /// Where a `-c` path leads.
  Path directory(String path) {
    return environment.resolve(path, environment.workingDirectory()).normalize();
  }

  private List<ConfigurationPlace> steps(List<String> paths, LoadSession session) {
    List<ConfigurationPlace> steps = new ArrayList<>(defaultPlaces());
    for (String path : paths) {
      try {
        if (path.isBlank()) {
          session.unreadable(
              Problem.at("-c", "the path of a configuration directory is empty")
                  .next("name a directory"));
        } else {
          steps.add(new ConfigurationPlace(directory(path), true));
        }
      } catch (InvalidPathException e) {
        session.unreadable(Problem.at("-c", "'" + path + "' is not a path: " + e.getReason()));
      }
    }
    return steps;
  }

  private List<ConfigurationPlace> defaultPlaces() {
    List<ConfigurationPlace> places = new ArrayList<>();
    places.add(new ConfigurationPlace(environment.provisionHome().resolve("secrets"), false));
    String virtual = environment.variable("VIRTUAL_ENV");
    if (!virtual.isEmpty()) {
      places.add(new ConfigurationPlace(directory(virtual).resolve("provision_secrets"), false));
    }
    return places.stream().filter(place -> Files.exists(place.directory())).toList();
  }

  private void read(ConfigurationPlace place, LoadSession session) {
    Path directory = place.directory();
    String shown = environment.shown(directory);
    if (!Files.isDirectory(directory)) {
      session.unreadable(
          Files.exists(directory)
              ? Problem.at(shown, "this is a file, not a configuration directory")
                  .next("name the directory that contains it")
              : missing(directory, shown));
      return;
    }
    if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
      session.unreadable(
          Problem.at(shown, "permission denied for the configuration directory")
              .next("check its permissions with 'ls -ld', or change them with chmod"));
      return;
    }
    boolean yaml = Files.exists(directory.resolve(ProvisionYaml.FILE_NAME));
    boolean python = Files.exists(directory.resolve(PythonConfiguration.FILE_NAME));
    if (!yaml && !python && place.asked()) {
      session.unreadable(neither(directory, shown));
      return;
    }
    session.directory(directory);
    if (yaml) {
      if (python) {
        session.warning(
            "%s: ignoring __init__.py, because there is also a provision.yaml; remove one of them"
                .formatted(shown));
      }
      session.yaml(directory);
    } else if (python) {
      session.python(directory);
    } else {
      session.warning(shown + ": contains neither provision.yaml nor __init__.py");
    }
  }

  private static Problem missing(Path directory, String shown) {
    Problem problem = Problem.at(shown, "no such configuration directory");
    Path parent = directory.getParent();
    if (parent == null) {
      return problem;
    }
    if (!Files.isDirectory(parent)) {
      return problem.next("its parent does not exist either: " + parent);
    }
    try (Stream<Path> siblings = Files.list(parent)) {
      SequencedSet<String> names = new LinkedHashSet<>();
      siblings
          .filter(Files::isDirectory)
          .forEach(path -> names.add(String.valueOf(path.getFileName())));
      Optional<String> near = NearNames.probable(String.valueOf(directory.getFileName()), names);
      return problem.next(
          near.map(name -> "did you mean '" + name + "'?")
              .orElse("create it with a provision.yaml, or name another directory"));
    } catch (IOException _) {
      return problem.next("permission denied for its parent directory");
    }
  }

  private static Problem neither(Path directory, String shown) {
    Problem problem =
        Problem.at(
            shown, "this configuration directory contains neither provision.yaml nor __init__.py");
    for (String near : List.of("provision.yml", "provision.json", "Provision.yaml")) {
      if (Files.exists(directory.resolve(near))) {
        return problem.next("rename " + near + " to provision.yaml");
      }
    }
    return problem.next("create a provision.yaml; it can be empty");
  }
}
