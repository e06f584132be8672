package dev.provision.cli.docs;

import dev.provision.cli.call.ProgramName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// The shells that can complete our commands.
public enum CompletedShell {
  /// GNU's.
  BASH {
    @Override
    public String script(Map<ProgramName, CommandSpec> programs) {
      return BashCompletion.script(Syntax.of(programs));
    }
  },
  /// Z shell.
  ZSH {
    @Override
    public String script(Map<ProgramName, CommandSpec> programs) {
      return ZshCompletion.script(Syntax.of(programs));
    }
  },
  /// The friendly one.
  FISH {
    @Override
    public String script(Map<ProgramName, CommandSpec> programs) {
      return FishCompletion.script(Syntax.of(programs));
    }
  };

  /// The completion script for these programs.
  public abstract String script(Map<ProgramName, CommandSpec> programs);

  /// What the user calls it.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What the user calls them.
  public static List<String> words() {
    return Arrays.stream(values()).map(CompletedShell::word).toList();
  }

  /// The shell of this name.
  public static Optional<CompletedShell> of(String word) {
    return Arrays.stream(values()).filter(shell -> shell.word().equals(word)).findFirst();
  }
}
