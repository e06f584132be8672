package dev.provision.cli.call;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;

/// What this process runs, which it can replace: it stays the same process for whoever started it,
/// waits for it, or kills it.
final class ProcessImage {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout POINTER = ValueLayout.ADDRESS;
  private static final int STANDARD_OUTPUT = 1;

  private final Linker linker = Linker.nativeLinker();

  /// Runs another program in place of this one; returns only if that is impossible here.
  ///
  /// @param command the program's file, and its arguments
  /// @param variables in addition to this process's environment
  /// @param results the descriptor that becomes standard output
  void replace(List<String> command, Map<String, String> variables, int results) {
    try (Arena memory = Arena.ofConfined()) {
      MethodHandle setenv = function("setenv", FunctionDescriptor.of(INT, POINTER, POINTER, INT));
      for (Map.Entry<String, String> variable : variables.entrySet()) {
        int _ =
            (int)
                setenv.invokeExact(
                    text(variable.getKey(), memory), text(variable.getValue(), memory), 1);
      }
      MethodHandle execv = function("execv", FunctionDescriptor.of(INT, POINTER, POINTER));
      MethodHandle dup2 = function("dup2", FunctionDescriptor.of(INT, INT, INT));
      MemorySegment words = words(command, memory);
      int _ = (int) dup2.invokeExact(results, STANDARD_OUTPUT);
      int _ = (int) execv.invokeExact(text(command.getFirst(), memory), words);
      int _ = (int) dup2.invokeExact(2, STANDARD_OUTPUT);
    } catch (Throwable e) { // as a method handle declares
      if (e instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("the process cannot be replaced", e);
    }
  }

  @SuppressWarnings("restricted") // the launcher allows native access
  private MethodHandle function(String name, FunctionDescriptor type) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }

  private static MemorySegment words(List<String> command, Arena memory) {
    MemorySegment words = memory.allocate(ValueLayout.ADDRESS, command.size() + 1L);
    for (int at = 0; at < command.size(); at++) {
      words.setAtIndex(ValueLayout.ADDRESS, at, text(command.get(at), memory));
    }
    words.setAtIndex(ValueLayout.ADDRESS, command.size(), MemorySegment.NULL);
    return words;
  }

  /// In the encoding in which Java has read the arguments.
  private static MemorySegment text(String text, Arena memory) {
    return memory.allocateFrom(text, Charset.forName(System.getProperty("sun.jnu.encoding")));
  }
}
