package dev.provision.domain.plan;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.plan.SourceFiles.Source;
import dev.provision.domain.secret.SecretPatterns;
import dev.provision.domain.template.Template;
import dev.provision.domain.template.TemplateException;
import dev.provision.domain.template.VerbatimScript;
import dev.provision.domain.variable.TemplateVariables;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A script or template of this machine, and what of it is sent. Tested by `PlannerTest`.
final class SourceText {
  /// Where headers of templates are looked for that nobody asked for.
  private static final int BEGINNING = 4096;

  private final String path;
  private final Source source;
  private final Template template;
  private final byte[] bytes;

  private SourceText(String path, Source source, byte[] bytes, Template template) {
    this.path = path;
    this.source = source;
    this.bytes = bytes;
    this.template = template;
  }

  /// Reads a script, or a file that may be a template.
  ///
  /// @throws ProblemsException if it cannot be read, or is a template of an unknown type
  static SourceText read(SourceFiles sources, String path) {
    return read(sources, path, FileText.VERBATIM);
  }

  /// Reads a template.
  ///
  /// @param form the template's type; [FileText#VERBATIM] and [FileText#TEMPLATE] leave that to its
  ///   header
  /// @throws ProblemsException if it cannot be read, or is a template of an unknown type
  static SourceText read(SourceFiles sources, String path, FileText form) {
    try {
      Source source = sources.find(path);
      try (InputStream in = source.content().open()) {
        byte[] bytes = in.readAllBytes();
        return of(path, source, bytes, form);
      }
    } catch (IOException e) {
      throw new ProblemsException(Problem.at(path, String.valueOf(e.getMessage())));
    } catch (TemplateException e) {
      throw problem(path, e, e.reason());
    }
  }

  /// A text that stands in no file of its own.
  ///
  /// @param path for messages
  /// @param form as for [#read(SourceFiles, String, FileText)]
  /// @throws ProblemsException if it is a template of an unknown type
  static SourceText of(String path, String text, FileText form) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      return of(path, new Source(Content.of(bytes), 0), bytes, form);
    } catch (TemplateException e) {
      throw problem(path, e, e.reason());
    }
  }

  private static SourceText of(String path, Source source, byte[] bytes, FileText form)
      throws TemplateException {
    Template template =
        switch (form) {
          case VERBATIM, TEMPLATE -> Template.of(bytes);
          case FORMAT_STRING -> Template.of(bytes, Template.FORMAT_STRING);
          case TEMPLATE_STRING -> Template.of(bytes, Template.TEMPLATE_STRING);
        };
    return new SourceText(path, source, bytes, template);
  }

  /// The bytes that are sent.
  ///
  /// @throws ProblemsException with `FILE:LINE:COLUMN` if it is a template with a mistake, or if a
  ///   secret in it cannot be fetched
  Rendering render(Map<String, VariableValue> values) {
    return render(values, Set.of());
  }

  /// The bytes that are sent.
  ///
  /// @param environment names that a script finds in its environment: those may stand as they are
  /// @throws ProblemsException as [#render(Map)] does
  Rendering render(Map<String, VariableValue> values, Set<String> environment) {
    TemplateVariables variables = new TemplateVariables(values);
    try {
      byte[] rendered = template.renderBytes(variables);
      List<String> unknown =
          variables.unknown().stream().filter(name -> !environment.contains(name)).toList();
      return new Rendering(rendered, variables, unknown, doubts(unknown, values));
    } catch (TemplateException e) {
      String reason =
          isAboutSecrets(e, values) ? "it is wrong because of a secret's value" : e.reason();
      throw problem(path, e, reason);
    }
  }

  /// Whether a mistake would be another one with other secrets: its reason may quote one.
  private boolean isAboutSecrets(TemplateException mistake, Map<String, VariableValue> values) {
    Map<String, VariableValue> masked = new HashMap<>(values);
    masked.replaceAll(
        (name, value) ->
            value instanceof VariableValue.Hidden ? VariableValue.of(SecretPatterns.MASK) : value);
    try {
      template.renderBytes(new TemplateVariables(masked));
      return true;
    } catch (TemplateException e) {
      return !e.reason().equals(mistake.reason());
    }
  }

  /// The bytes as they stand in the file.
  byte[] bytes() {
    return bytes.clone();
  }

  /// Whether a file begins like a template.
  static boolean hasHeader(Source source) throws IOException {
    try (InputStream in = source.content().open()) {
      String start = new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8);
      return !(Template.of(start) instanceof VerbatimScript);
    } catch (TemplateException _) {
      return false; // it names a type that does not exist, so it means something else
    }
  }

  /// A warning about each name that is nearly a variable's, and that the text itself does not set.
  private List<String> doubts(List<String> unknown, Map<String, VariableValue> values) {
    List<String> doubts = new ArrayList<>();
    for (String name : unknown) {
      Optional<String> near = NearNames.probable(name, values.keySet());
      if (near.isPresent() && !template.text().contains(name + "=")) {
        doubts.add(
            "%s: there is no variable '%s', so $%s stays as it is; did you mean '%s'?"
                .formatted(path, name, name, near.get()));
      }
    }
    return doubts;
  }

  /// Whether variables are substituted in it.
  boolean isTemplate() {
    return !(template instanceof VerbatimScript);
  }

  /// What it is: verbatim, or a template of which type.
  FileText form() {
    return template
        .type()
        .map(
            type ->
                type.equals(Template.FORMAT_STRING)
                    ? FileText.FORMAT_STRING
                    : FileText.TEMPLATE_STRING)
        .orElse(FileText.VERBATIM);
  }

  /// The text before anything is filled in.
  String text() {
    return template.text();
  }

  int mode() {
    return source.mode();
  }

  private static ProblemsException problem(String path, TemplateException e, String reason) {
    ProblemsException problem =
        new ProblemsException(Problem.at(path + ":" + e.line() + ":" + e.column(), reason));
    if (reason.equals(e.reason())) {
      problem.initCause(e);
    }
    return problem;
  }
}
