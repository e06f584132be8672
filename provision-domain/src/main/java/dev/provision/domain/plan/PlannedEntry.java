package dev.provision.domain.plan;

import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.SystemFilter;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import dev.provision.ports.step.DirectoryEntry;
import dev.provision.ports.step.PathPattern;
import dev.provision.ports.step.Reboot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file, a directory, a script or a restart of a plan. Tested by `PlannerTest` and
/// `OrderedStepsTest`.
public sealed interface PlannedEntry {
  /// Absolute path on the node, or what stands for it.
  String target();

  /// Path on this machine.
  String source();

  /// On which nodes it is applied.
  SystemFilter only();

  /// Whether its content is shown nowhere.
  boolean secret();

  /// The secrets in it.
  List<VariableValue.Hidden> secrets();

  /// A file to be put.
  ///
  /// @param target absolute path on the node
  /// @param source path on this machine
  /// @param content its bytes, read when they are sent
  /// @param size how many bytes
  /// @param mode permission bits
  /// @param owner `USER`, `USER:GROUP` or `:GROUP`, where set
  /// @param template what it is as a template; empty if it is none
  /// @param secret whether its content is shown nowhere
  /// @param secrets the secrets in it
  /// @param only on which nodes it is put
  record PlannedFile(
      String target,
      String source,
      Content content,
      long size,
      int mode,
      Optional<String> owner,
      Optional<RenderedTemplate> template,
      boolean secret,
      List<VariableValue.Hidden> secrets,
      SystemFilter only)
      implements PlannedEntry {
    /// Copies the list.
    public PlannedFile {
      secrets = List.copyOf(secrets);
    }

    /// A file for every node, which can be shown.
    public PlannedFile(
        String target,
        String source,
        Content content,
        long size,
        int mode,
        Optional<String> owner) {
      this(
          target,
          source,
          content,
          size,
          mode,
          owner,
          Optional.empty(),
          false,
          List.of(),
          SystemFilter.ALL);
    }
  }

  /// A directory to be put, with everything in it.
  ///
  /// @param target absolute path on the node
  /// @param source path on this machine
  /// @param contents what is in it
  /// @param delete whether everything else in the target is removed
  /// @param keep what of the target is not removed
  /// @param owner `USER`, `USER:GROUP` or `:GROUP`, where set
  /// @param files how many files it has
  /// @param size how many bytes they have together
  /// @param only on which nodes it is put
  record PlannedDirectory(
      String target,
      String source,
      List<DirectoryEntry> contents,
      boolean delete,
      List<PathPattern> keep,
      Optional<String> owner,
      int files,
      long size,
      SystemFilter only)
      implements PlannedEntry {
    /// Copies the lists.
    public PlannedDirectory {
      contents = List.copyOf(contents);
      keep = List.copyOf(keep);
    }

    @Override
    public boolean secret() {
      return false;
    }

    @Override
    public List<VariableValue.Hidden> secrets() {
      return List.of();
    }
  }

  /// A script to be run.
  ///
  /// @param target absolute path on the node
  /// @param source path on this machine
  /// @param content its bytes, after substitution
  /// @param size how many bytes
  /// @param mode permission bits
  /// @param rendered what it is as a template; empty if it is none
  /// @param timeout how long it may run, where limited
  /// @param environment variables it gets
  /// @param run when it runs; after a change, of which targets
  /// @param secret whether its text is shown nowhere, and its file is removed after it ran
  /// @param secrets the secrets in its text and its environment
  /// @param only on which nodes it runs
  record PlannedScript(
      String target,
      String source,
      Content content,
      long size,
      int mode,
      Optional<RenderedTemplate> rendered,
      Optional<Duration> timeout,
      Map<String, VariableValue> environment,
      RunRule run,
      boolean secret,
      List<VariableValue.Hidden> secrets,
      SystemFilter only)
      implements PlannedEntry {
    /// Copies the collections.
    public PlannedScript {
      environment = Map.copyOf(environment);
      secrets = List.copyOf(secrets);
    }

    /// A script that always runs, on every node, and can be shown.
    ///
    /// @param template whether variables were substituted
    public PlannedScript(
        String target,
        String source,
        Content content,
        long size,
        int mode,
        boolean template,
        Optional<Duration> timeout,
        Map<String, String> environment) {
      this(
          target,
          source,
          content,
          size,
          mode,
          template ? Optional.of(new RenderedTemplate(List.of())) : Optional.empty(),
          timeout,
          VariableValue.of(environment),
          new RunRule.Always(),
          false,
          List.of(),
          SystemFilter.ALL);
    }

    /// Whether variables were substituted.
    public boolean template() {
      return rendered.isPresent();
    }
  }

  /// A restart of the node.
  ///
  /// @param name tells it from other restarts: the same in each plan with its bundle
  /// @param timeout how long it may take until the node answers again
  /// @param run when it happens; after a change, of which targets
  /// @param only on which nodes it happens
  record PlannedReboot(String name, Duration timeout, RunRule run, SystemFilter only)
      implements PlannedEntry {
    @Override
    public String target() {
      return Reboot.NAME;
    }

    /// It has none.
    @Override
    public String source() {
      return "";
    }

    @Override
    public boolean secret() {
      return false;
    }

    @Override
    public List<VariableValue.Hidden> secrets() {
      return List.of();
    }
  }

  /// What became of a template.
  ///
  /// @param unknown names in it that stand as they are, because there is no such variable
  record RenderedTemplate(List<String> unknown) {
    /// Copies the list.
    public RenderedTemplate {
      unknown = List.copyOf(unknown);
    }
  }
}
