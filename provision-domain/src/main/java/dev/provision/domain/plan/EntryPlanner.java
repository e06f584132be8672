package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.BundleEntry;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.bundle.MergedBundles.Part;
import dev.provision.domain.bundle.RebootEntry;
import dev.provision.domain.bundle.RunRule;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.bundle.TreeEntry;
import dev.provision.domain.plan.MadeContent.Recipe;
import dev.provision.domain.plan.PlannedEntry.PlannedFile;
import dev.provision.domain.plan.PlannedEntry.PlannedReboot;
import dev.provision.domain.plan.PlannedEntry.PlannedScript;
import dev.provision.domain.plan.PlannedEntry.RenderedTemplate;
import dev.provision.domain.plan.SourceFiles.Source;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans the entries of bundles: reads, renders and checks them. Tested by `PlannerTest` and
/// `OrderedStepsTest`.
final class EntryPlanner {
  /// Of what has values put into it: some of those are secrets, and it stays on the node.
  private static final int OWNER_ONLY = 0700;

  private static final int OWNER_READS = 0600;

  private final SourceFiles sources;
  private final Map<String, VariableValue> variables;
  private final List<Problem> problems;
  private final List<String> warnings;
  private final TreePlanner trees;
  private final RulePlanner rules;

  /// @param problems where what is wrong goes
  /// @param warnings where warnings go
  EntryPlanner(
      SourceFiles sources,
      Map<String, VariableValue> variables,
      List<Problem> problems,
      List<String> warnings) {
    this.sources = sources;
    this.variables = variables;
    this.problems = problems;
    this.warnings = warnings;
    this.trees = new TreePlanner(sources, warnings);
    this.rules = new RulePlanner(problems);
  }

  /// What is planned for these parts, as far as it is in order.
  List<PlannedEntry> entries(List<Part> parts) {
    List<PlannedEntry> entries = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      checkTarget(part.entry());
      try {
        switch (part.entry()) {
          case FileEntry file -> entries.add(file(file));
          case TreeEntry tree -> entries.add(trees.directory(tree, parts));
          case ScriptEntry script ->
              entries.add(script(script, rules.of(part, script.run(), parts.subList(0, i))));
          case RebootEntry reboot -> entries.add(reboot(part, reboot, parts.subList(0, i)));
        }
        warnAboutShortSecrets(entries.getLast());
      } catch (IOException e) {
        problems.add(Problem.at(part.entry().source(), String.valueOf(e.getMessage())));
      } catch (ProblemsException e) {
        problems.addAll(e.problems());
      }
    }
    return entries;
  }

  private void warnAboutShortSecrets(PlannedEntry entry) {
    if (entry.secrets().stream()
        .anyMatch(secret -> secret.reveal().length() < SecretPatterns.SHORTEST)) {
      warnings.add(
          "%s: it uses a secret of fewer than %s characters, which is not masked where it is printed"
              .formatted(entry.source(), SecretPatterns.SHORTEST));
    }
  }

  private PlannedFile file(FileEntry entry) throws IOException {
    if (entry.text() == FileText.VERBATIM && entry.lineEnds() == LineEnds.CHECKED) {
      Source source = sources.find(entry.source());
      warnAboutHeader(entry, source);
      Content content =
          entry.secret()
              ? new MadeContent(source.content(), recipe(entry, FileText.VERBATIM, Map.of()))
              : source.content();
      return planned(entry, content, content.size(), source.mode(), Optional.empty());
    }
    SourceText text = SourceText.read(sources, entry.source(), entry.text());
    if (entry.text() == FileText.TEMPLATE && !text.isTemplate()) {
      throw new ProblemsException(
          Problem.at(
                  entry.source(), "it is to be a template, but has no header that names its type")
              .next(
                  "name the type: template: {source: …, type: format-string}, or template-string"));
    }
    if (entry.text() == FileText.VERBATIM) {
      byte[] bytes = ScriptForm.unixLineEnds(text.bytes());
      Content content =
          entry.secret()
              ? new MadeContent(Content.of(bytes), recipe(entry, FileText.VERBATIM, Map.of()))
              : Content.of(bytes);
      return planned(entry, content, bytes.length, text.mode(), Optional.empty());
    }
    Rendering rendered = text.render(variables);
    warnings.addAll(rendered.warnings());
    byte[] bytes =
        entry.lineEnds() == LineEnds.UNIX
            ? ScriptForm.unixLineEnds(rendered.bytes())
            : rendered.bytes();
    Content content = Content.of(bytes);
    if (entry.secret()) {
      content = new MadeContent(content, recipe(entry, text.form(), rendered.used()));
    } else if (!rendered.secrets().isEmpty()) {
      content = new MadeContent(content, recipe(text, rendered, entry.lineEnds(), false));
    }
    return planned(entry, content, bytes.length, text.mode(), Optional.of(rendered));
  }

  /// Of a file that is secret itself.
  private static Recipe recipe(
      FileEntry entry, FileText form, Map<String, VariableValue> variables) {
    return new Recipe(Optional.empty(), form, variables, entry.lineEnds(), false);
  }

  /// Of a template that uses secrets.
  private static Recipe recipe(
      SourceText template, Rendering rendered, LineEnds lineEnds, boolean script) {
    return new Recipe(
        Optional.of(template.text()), template.form(), rendered.used(), lineEnds, script);
  }

  private static PlannedFile planned(
      FileEntry entry, Content content, long size, int mode, Optional<Rendering> rendered) {
    List<VariableValue.Hidden> secrets = rendered.map(Rendering::secrets).orElse(List.of());
    boolean secret = entry.secret() || !secrets.isEmpty();
    return new PlannedFile(
        entry.target(),
        entry.source(),
        content,
        size,
        entry.mode().orElse(secret ? OWNER_READS : mode),
        entry.owner(),
        rendered.map(text -> new RenderedTemplate(text.unknown())),
        secret,
        secrets,
        entry.only());
  }

  /// Of a file that looks like a template.
  private void warnAboutHeader(FileEntry entry, Source source) throws IOException {
    if (SourceText.hasHeader(source)) {
      warnings.add(
          "%s: it has a template's header, but is sent as it is; write 'template: ' instead of 'source: ' to fill it in"
              .formatted(entry.source()));
    }
  }

  private PlannedScript script(ScriptEntry entry, RunRule run) {
    SourceText text = SourceText.read(sources, entry.source());
    Rendering rendered = text.render(variables, entry.environment().keySet());
    warnings.addAll(rendered.warnings());
    byte[] bytes = ScriptForm.ready(rendered.bytes(), entry.source(), entry.lineEnds(), warnings);
    boolean secret = !rendered.secrets().isEmpty();
    List<VariableValue.Hidden> secrets = new ArrayList<>(rendered.secrets());
    entry.environment().values().stream()
        .filter(VariableValue.Hidden.class::isInstance)
        .map(VariableValue.Hidden.class::cast)
        .forEach(secrets::add);
    return new PlannedScript(
        entry.target(),
        entry.source(),
        secret
            ? new MadeContent(Content.of(bytes), recipe(text, rendered, entry.lineEnds(), true))
            : Content.of(bytes),
        bytes.length,
        text.isTemplate() ? OWNER_ONLY : text.mode() | 0100,
        text.isTemplate()
            ? Optional.of(new RenderedTemplate(rendered.unknown()))
            : Optional.empty(),
        entry.timeout(),
        entry.environment(),
        run,
        secret,
        secrets,
        entry.only());
  }

  /// @param before what comes before it
  private PlannedReboot reboot(Part part, RebootEntry entry, List<Part> before) {
    long earlier =
        before.stream()
            .filter(other -> other.bundle().equals(part.bundle()))
            .filter(other -> other.entry() instanceof RebootEntry)
            .count();
    RunRule run = rules.of(part, entry.run(), before);
    return new PlannedReboot(part.bundle() + " " + earlier, entry.timeout(), run, entry.only());
  }

  private void checkTarget(BundleEntry entry) {
    if (entry instanceof RebootEntry) {
      return;
    }
    String target = entry.target();
    String wrong =
        target.indexOf('\0') >= 0
            ? "contains a NUL character"
            : !target.startsWith("/")
                ? "is not absolute"
                : target.endsWith("/") || target.endsWith("/.") || target.endsWith("/..")
                    ? "is a directory, not a file"
                    : "";
    if (!wrong.isEmpty()) {
      problems.add(
          Problem.of("target '%s' of %s %s".formatted(target, entry.source(), wrong))
              .next("give the absolute path of a file, such as /etc/motd"));
    }
  }
}
