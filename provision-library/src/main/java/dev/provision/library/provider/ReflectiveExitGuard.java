package dev.provision.library.provider;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// The calls by which a class reaches a method that it names at run time. In their place it calls a
/// method of its own that fails if the one that is named ends the process, and does as it was told
/// otherwise.
final class ReflectiveExitGuard {
  private static final String METHOD = "java/lang/reflect/Method";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
  private static final Set<String> CALLS =
      Set.of(
          METHOD + ".invoke",
          LOOKUP + ".unreflect",
          LOOKUP + ".findVirtual",
          LOOKUP + ".findStatic");

  /// What ends it, as a method is written, and a class and a name in one.
  private static final String ENDS =
      "public static void java.lang.System.exit(int) public void java.lang.Runtime.exit(int)"
          + " public void java.lang.Runtime.halt(int) class java.lang.Systemexit"
          + " class java.lang.Runtimeexit class java.lang.Runtimehalt";

  private ReflectiveExitGuard() {}

  /// Whether it is one of these calls.
  static boolean includes(MethodRefEntry called) {
    return CALLS.contains(called.owner().asInternalName() + "." + called.name().stringValue());
  }

  static String guard(MethodRefEntry called) {
    return "provision$" + called.name().stringValue();
  }

  static MethodTypeDesc guardType(MethodRefEntry called) {
    return called.typeSymbol().insertParameterTypes(0, called.owner().asSymbol());
  }

  /// @param failing throws
  static void addGuards(ClassBuilder type, ClassModel original, Consumer<CodeBuilder> failing) {
    int flags = ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PRIVATE;
    Set<String> added = new HashSet<>();
    for (PoolEntry entry : original.constantPool()) {
      if (entry instanceof MethodRefEntry called && includes(called) && added.add(guard(called))) {
        type.withMethodBody(
            guard(called), guardType(called), flags, code -> write(code, called, failing));
      }
    }
  }

  private static void write(
      CodeBuilder code, MethodRefEntry called, Consumer<CodeBuilder> failing) {
    code.loadConstant(ENDS);
    boolean finds = called.name().stringValue().startsWith("find");
    code.aload(finds || called.name().equalsString("unreflect") ? 1 : 0);
    code.invokevirtual(
        ConstantDescs.CD_Object, "toString", MethodTypeDesc.of(ConstantDescs.CD_String));
    if (finds) {
      MethodTypeDesc joining = MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String);
      code.aload(2).invokevirtual(ConstantDescs.CD_String, "concat", joining);
    }
    MethodTypeDesc contains = MethodTypeDesc.ofDescriptor("(Ljava/lang/CharSequence;)Z");
    Label harmless = code.newLabel();
    code.invokevirtual(ConstantDescs.CD_String, "contains", contains).ifeq(harmless);
    failing.accept(code);
    code.labelBinding(harmless);
    for (int at = 0; at < guardType(called).parameterCount(); at++) {
      code.aload(at);
    }
    code.invokevirtual(called).areturn();
  }
}
