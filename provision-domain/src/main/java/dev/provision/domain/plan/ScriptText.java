package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.plan.SourceFiles.Source;
import dev.provision.domain.template.Template;
import dev.provision.domain.template.TemplateException;
import dev.provision.domain.template.VerbatimScript;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// A script of this machine, and what of it is sent.
final class ScriptText {
  private final String path;
  private final Source source;
  private final Template template;

  private ScriptText(String path, Source source, Template template) {
    this.path = path;
    this.source = source;
    this.template = template;
  }

  /// Reads a script.
  ///
  /// @throws ProblemsException if it cannot be read, or is a template of an unknown type
  static ScriptText read(SourceFiles sources, String path) {
    try {
      Source source = sources.find(path);
      try (InputStream in = source.content().open()) {
        return new ScriptText(path, source, Template.of(in.readAllBytes()));
      }
    } catch (IOException e) {
      throw new ProblemsException(Problem.at(path, String.valueOf(e.getMessage())));
    } catch (TemplateException e) {
      throw problem(path, e);
    }
  }

  /// The bytes that are sent.
  ///
  /// @throws ProblemsException with `FILE:LINE:COLUMN` if it is a template with a mistake
  byte[] render(Map<String, String> variables) {
    try {
      return template.renderBytes(variables);
    } catch (TemplateException e) {
      throw problem(path, e);
    }
  }

  /// Whether variables are substituted in it.
  boolean isTemplate() {
    return !(template instanceof VerbatimScript);
  }

  int mode() {
    return source.mode();
  }

  private static ProblemsException problem(String path, TemplateException e) {
    ProblemsException problem =
        new ProblemsException(Problem.at(path + ":" + e.line() + ":" + e.column(), e.reason()));
    problem.initCause(e);
    return problem;
  }
}
