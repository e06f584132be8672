package dev.provision.domain.plan;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.domain.bundle.FileText;
import dev.provision.domain.bundle.LineEnds;
import dev.provision.domain.variable.VariableValue;
import dev.provision.ports.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/// A content with something secret in it, and how it is made: a saved plan keeps the second and not
/// the first.
///
/// Tested by `OrderedStepsTest` and `SavedPlanTest`.
///
/// @param bytes the content
/// @param recipe how it is made
public record MadeContent(Content bytes, Recipe recipe) implements Content {
  @Override
  public InputStream open() throws IOException {
    return bytes.open();
  }

  @Override
  public long size() throws IOException {
    return bytes.size();
  }

  /// How a content is made.
  ///
  /// @param text the template; empty if all of it is secret, so that its source is read again
  /// @param form what the text or the source is; [FileText#TEMPLATE] is none of them
  /// @param variables those that the template uses
  /// @param lineEnds what is done about line ends
  /// @param script whether it is run
  public record Recipe(
      Optional<String> text,
      FileText form,
      Map<String, VariableValue> variables,
      LineEnds lineEnds,
      boolean script) {
    /// Copies the map.
    public Recipe {
      variables = Map.copyOf(variables);
    }

    /// Makes the content as it was made for the plan. Its secrets are fetched.
    ///
    /// @param source the path of its source
    /// @throws ProblemsException if that is not possible; it names the source, or the secret
    public MadeContent made(SourceFiles sources, String source) {
      if (text.isEmpty() && form == FileText.VERBATIM && lineEnds != LineEnds.UNIX && !script) {
        return new MadeContent(found(sources, source), this);
      }
      SourceText template =
          text.map(it -> SourceText.of(source, it, form))
              .orElseGet(() -> SourceText.read(sources, source, form));
      byte[] bytes =
          form == FileText.VERBATIM ? template.bytes() : template.render(variables).bytes();
      if (script) {
        bytes = ScriptForm.ready(bytes, source, lineEnds, new ArrayList<>());
      } else if (lineEnds == LineEnds.UNIX) {
        bytes = ScriptForm.unixLineEnds(bytes);
      }
      return new MadeContent(Content.of(bytes), this);
    }

    private static Content found(SourceFiles sources, String source) {
      try {
        return sources.find(source).content();
      } catch (IOException e) {
        throw new ProblemsException(Problem.at(source, String.valueOf(e.getMessage())));
      }
    }
  }
}
