package dev.provision.cli.build;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Replaces the pattern switches in the distribution's own JARs by chains of `instanceof`.
///
/// For each `switch` over types the JDK makes a class when it is first run, half a millisecond
/// each, and the start-up cache cannot keep those classes. A deployment runs some forty of them.
public final class TypeSwitches {
  private static final String BOOTSTRAPS = "Ljava/lang/runtime/SwitchBootstraps;";
  private static final int METHOD =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  private final ClassModel model;
  private final List<Switch> switches = new ArrayList<>();

  private TypeSwitches(ClassModel model) {
    this.model = model;
  }

  /// One of a class.
  private record Switch(MethodTypeDesc type, List<ClassDesc> labels) {}

  /// Does it to the JARs of a directory.
  ///
  /// @param arguments the directory; only `provision-*.jar` are touched
  public static void main(String... arguments) throws IOException {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of(arguments[0]), "provision-*.jar")) {
      for (Path jar : jars) {
        rewrite(jar);
      }
    }
  }

  private static void rewrite(Path jar) throws IOException {
    FileTime time = Files.getLastModifiedTime(jar);
    Path draft = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(draft))) {
      for (ZipEntry entry : from.stream().toList()) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(copy);
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        to.write(entry.getName().endsWith(".class") ? without(bytes) : bytes);
        to.closeEntry();
      }
    }
    Files.setLastModifiedTime(draft, time); // by which the start-up cache knows it
    Files.move(draft, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /// A class without pattern switches, as far as they are over types only.
  ///
  /// @param bytes of a class file
  static byte[] without(byte[] bytes) {
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(TypeSwitches.class.getClassLoader())
            .orElse(ClassHierarchyResolver.defaultResolver())
            .cached();
    ClassFile classFile = ClassFile.of(ClassHierarchyResolverOption.of(resolver));
    ClassModel model = classFile.parse(bytes);
    TypeSwitches found = new TypeSwitches(model);
    byte[] changed =
        classFile.transformClass(
            model,
            ClassTransform.transformingMethodBodies(found.calls())
                .andThen(ClassTransform.endHandler(found::addMethods)));
    return found.switches.isEmpty() ? bytes : changed;
  }

  private CodeTransform calls() {
    return (code, element) -> {
      if (element instanceof InvokeDynamicInstruction call && isOverTypes(call)) {
        String name = name(switches.size());
        switches.add(
            new Switch(
                call.typeSymbol(),
                call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList()));
        code.invokestatic(
            model.thisClass().asSymbol(),
            name,
            call.typeSymbol(),
            model.flags().has(AccessFlag.INTERFACE));
      } else {
        code.with(element);
      }
    };
  }

  private static boolean isOverTypes(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().descriptorString().equals(BOOTSTRAPS)
        && call.bootstrapMethod().methodName().equals("typeSwitch")
        && call.bootstrapArgs().stream().allMatch(TypeSwitches::isType);
  }

  private static boolean isType(ConstantDesc label) {
    return label instanceof ClassDesc;
  }

  private static String name(int number) {
    return "typeSwitch$" + number;
  }

  private void addMethods(ClassBuilder builder) {
    for (int i = 0; i < switches.size(); i++) {
      Switch one = switches.get(i);
      builder.withMethodBody(name(i), one.type, METHOD, code -> write(code, one.labels));
    }
  }

  /// What `SwitchBootstraps.typeSwitch` says of its result: -1 for null; else the first label from
  /// the given index on that fits; else the number of labels.
  private static void write(CodeBuilder code, List<ClassDesc> labels) {
    Label present = code.newLabel();
    code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(labels.get(i)).ifeq(next);
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }
}
