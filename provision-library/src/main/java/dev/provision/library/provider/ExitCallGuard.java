package dev.provision.library.provider;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Lets a class fail where it would end the process: each call of `System.exit`, `Runtime.exit` and
/// `Runtime.halt`, and each reference such as `System::exit`, becomes one of a method that throws.
///
/// That is for mistakes, not against malice: [ReflectiveExitGuard] sees the plain ways to the same
/// methods by reflection, and a way around them still ends the process ([ThirdPartyCode] tells
/// whose it was).
///
/// Tested by `BadJarsTest` and `BadProviderJarsIT`.
///
/// @param classes where other classes are looked up
record ExitCallGuard(ClassLoader classes) {
  private static final String STOP = "provision$exit";
  private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
  private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
  private static final ClassDesc FAILURE = ClassDesc.of("java.lang.UnsupportedOperationException");
  private static final Set<String> OWNERS = Set.of("java/lang/System", "java/lang/Runtime");
  private static final Set<String> NAMES = Set.of("exit", "halt");
  private static final MethodTypeDesc FROM_SYSTEM =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc FROM_RUNTIME =
      MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

  /// The class with its calls replaced; nothing where it has none, or cannot be read, which is for
  /// the virtual machine to say.
  Optional<byte[]> replacedIn(byte[] bytes) {
    ClassHierarchyResolver hierarchy =
        ClassHierarchyResolver.ofResourceParsing(classes)
            .orElse(ClassHierarchyResolver.defaultResolver());
    try {
      ClassFile file = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy));
      ClassModel type = file.parse(bytes);
      boolean calls =
          StreamSupport.stream(type.constantPool().spliterator(), false)
              .anyMatch(
                  entry ->
                      entry instanceof MethodRefEntry method
                          && (ends(method) || ReflectiveExitGuard.includes(method)));
      return calls ? Optional.of(file.transformClass(type, replacing(type))) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean ends(MethodRefEntry method) {
    return OWNERS.contains(method.owner().asInternalName())
        && NAMES.contains(method.name().stringValue())
        && method.type().equalsString("(I)V");
  }

  private static ClassTransform replacing(ClassModel type) {
    ClassDesc self = type.thisClass().asSymbol();
    boolean isInterface = type.flags().has(AccessFlag.INTERFACE);
    CodeTransform calls =
        (code, element) -> {
          if (element instanceof InvokeInstruction call
              && call.method() instanceof MethodRefEntry method
              && ends(method)) {
            boolean system = call.opcode() == Opcode.INVOKESTATIC;
            code.invokestatic(self, STOP, system ? FROM_SYSTEM : FROM_RUNTIME, isInterface);
          } else if (element instanceof InvokeInstruction call
              && call.method() instanceof MethodRefEntry method
              && ReflectiveExitGuard.includes(method)) {
            code.invokestatic(
                self,
                ReflectiveExitGuard.guard(method),
                ReflectiveExitGuard.guardType(method),
                isInterface);
          } else if (element instanceof InvokeDynamicInstruction site
              && site.bootstrapArgs().stream().anyMatch(ExitCallGuard::refersToEnd)) {
            replaceReferences(code, site, self, isInterface);
          } else {
            code.with(element);
          }
        };
    return ClassTransform.transformingMethodBodies(calls)
        .andThen(
            ClassTransform.endHandler(
                added -> {
                  addStops(added);
                  ReflectiveExitGuard.addGuards(added, type, ExitCallGuard::fail);
                }));
  }

  private static boolean refersToEnd(ConstantDesc argument) {
    return argument instanceof DirectMethodHandleDesc method
        && (method.owner().equals(RUNTIME) || method.owner().equals(SYSTEM))
        && NAMES.contains(method.methodName())
        && method.lookupDescriptor().equals(FROM_SYSTEM.descriptorString());
  }

  private static void replaceReferences(
      CodeBuilder code, InvokeDynamicInstruction site, ClassDesc self, boolean isInterface) {
    DirectMethodHandleDesc.Kind kind =
        isInterface
            ? DirectMethodHandleDesc.Kind.INTERFACE_STATIC
            : DirectMethodHandleDesc.Kind.STATIC;
    ConstantDesc[] arguments =
        site.bootstrapArgs().stream()
            .map(
                argument ->
                    argument instanceof DirectMethodHandleDesc method && refersToEnd(method)
                        ? MethodHandleDesc.ofMethod(kind, self, STOP, method.invocationType())
                        : argument)
            .toArray(ConstantDesc[]::new);
    code.invokedynamic(
        DynamicCallSiteDesc.of(
            site.bootstrapMethod(), site.name().stringValue(), site.typeSymbol(), arguments));
  }

  private static void addStops(ClassBuilder type) {
    int flags = ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC | ClassFile.ACC_PRIVATE;
    for (MethodTypeDesc descriptor : Set.of(FROM_SYSTEM, FROM_RUNTIME)) {
      type.withMethodBody(STOP, descriptor, flags, ExitCallGuard::fail);
    }
  }

  private static void fail(CodeBuilder code) {
    code.new_(FAILURE)
        .dup()
        .loadConstant("it tried to end the program (System.exit or Runtime.halt)")
        .invokespecial(
            FAILURE,
            ConstantDescs.INIT_NAME,
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
        .athrow();
  }
}
