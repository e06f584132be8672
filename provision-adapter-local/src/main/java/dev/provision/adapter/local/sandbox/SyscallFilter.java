package dev.provision.adapter.local.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which system calls a node's processes may not make: those that reach the machine or a large part
/// of its kernel without any capability. It is a program for the kernel's packet filter.
///
/// Refused are the machine's keys, its kernel's log and counters, programs in the kernel, io_uring,
/// page faults handled by a program, files opened by number, new user namespaces, and sockets other
/// than unix, IPv4, IPv6 and netlink.
///
/// Tested by `EscapeTest`.
final class SyscallFilter {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;
  private static final int CLONE_NEWUSER = 0x1000_0000;
  private static final int SOCKETCALL_SOCKET = 1;

  /// AF_UNIX, AF_INET, AF_INET6, AF_NETLINK.
  private static final List<Integer> FAMILIES = List.of(1, 2, 10, 16);

  // struct seccomp_data
  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;

  // linux/bpf_common.h
  private static final int LOAD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_SET = 0x45;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff_0000;
  private static final int ERROR = 0x0005_0000;

  /// The calls of one of the processor's modes by number.
  ///
  /// @param audit how the kernel calls the mode
  /// @param absent calls that are answered as if the kernel did not have them
  /// @param forbidden calls that are not permitted
  /// @param socket the call that makes a socket
  /// @param users calls whose first argument may ask for a new user namespace
  /// @param socketcall the call that does whatever concerns sockets; -1 if there is none
  /// @param last the number from which on calls belong to yet another mode
  private record Mode(
      int audit,
      List<Integer> absent,
      List<Integer> forbidden,
      int socket,
      List<Integer> users,
      int socketcall,
      int last) {}

  /// A processor on which a filter can be made.
  ///
  /// @param modes all that its programs can be in
  /// @param keyctl the number of that call
  /// @param prctl the number of that call
  private record Processor(List<Mode> modes, int keyctl, int prctl) {}

  // absent: add_key, request_key, keyctl, io_uring_setup, _enter, _register, clone3 (whose flags
  // cannot be looked at; all use clone then); forbidden: syslog, bpf, perf_event_open,
  // userfaultfd, open_by_handle_at; users: clone, unshare.
  private static final Mode X86_64 =
      new Mode(
          0xC000_003E,
          List.of(248, 249, 250, 425, 426, 427, 435),
          List.of(103, 321, 298, 323, 304),
          41,
          List.of(56, 272),
          -1,
          0x4000_0000);
  private static final Mode I386 =
      new Mode(
          0x4000_0003,
          List.of(286, 287, 288, 425, 426, 427, 435),
          List.of(103, 357, 336, 374, 342),
          359,
          List.of(120, 310),
          102,
          -1);
  private static final Mode AARCH64 =
      new Mode(
          0xC000_00B7,
          List.of(217, 218, 219, 425, 426, 427, 435),
          List.of(116, 280, 241, 282, 265),
          198,
          List.of(220, 97),
          -1,
          -1);

  /// By the name that Java has for them.
  private static final Map<String, Processor> PROCESSORS =
      Map.of(
          "amd64", new Processor(List.of(X86_64, I386), 250, 157),
          "aarch64", new Processor(List.of(AARCH64), 219, 167));

  private record Instruction(int code, int yes, int no, int value) {}

  private final Processor processor;
  private final List<Instruction> program = new ArrayList<>();

  private SyscallFilter(Processor processor) {
    this.processor = processor;
  }

  /// The filter for a processor, if the numbers of its system calls are known here.
  ///
  /// @param architecture as the system property `os.arch` names it
  static Optional<SyscallFilter> of(String architecture) {
    return Optional.ofNullable(PROCESSORS.get(architecture)).map(SyscallFilter::new);
  }

  /// The number of the system call `keyctl`.
  int keyctl() {
    return processor.keyctl();
  }

  /// The number of the system call `prctl`.
  int prctl() {
    return processor.prctl();
  }

  /// The program, as the kernel takes it.
  byte[] assemble() {
    program.clear();
    for (Mode mode : processor.modes()) {
      List<Instruction> before = List.copyOf(program);
      program.clear();
      calls(mode);
      List<Instruction> calls = List.copyOf(program);
      program.clear();
      program.addAll(before);
      add(LOAD, 0, 0, ARCHITECTURE);
      // A jump reaches 255 instructions.
      add(JUMP_IF_EQUAL, 0, calls.size(), mode.audit());
      program.addAll(calls);
    }
    // Programs in other modes, such as those for 32-bit ARM.
    fail(ENOSYS);
    ByteBuffer bytes = ByteBuffer.allocate(8 * program.size()).order(ByteOrder.nativeOrder());
    for (Instruction instruction : program) {
      bytes
          .putShort((short) instruction.code())
          .put((byte) instruction.yes())
          .put((byte) instruction.no())
          .putInt(instruction.value());
    }
    return bytes.array();
  }

  private void calls(Mode mode) {
    add(LOAD, 0, 0, NUMBER);
    if (mode.last() >= 0) {
      add(JUMP_IF_AT_LEAST, 0, 1, mode.last());
      fail(ENOSYS);
    }
    mode.absent().forEach(call -> refuse(call, ENOSYS));
    mode.forbidden().forEach(call -> refuse(call, EPERM));
    for (int call : mode.users()) {
      add(JUMP_IF_EQUAL, 0, 4, call);
      add(LOAD, 0, 0, FIRST_ARGUMENT);
      add(JUMP_IF_SET, 0, 1, CLONE_NEWUSER);
      fail(EPERM);
      pass();
    }
    if (mode.socketcall() >= 0) {
      add(JUMP_IF_EQUAL, 0, 4, mode.socketcall());
      add(LOAD, 0, 0, FIRST_ARGUMENT);
      add(JUMP_IF_EQUAL, 0, 1, SOCKETCALL_SOCKET);
      fail(ENOSYS);
      pass();
    }
    add(JUMP_IF_EQUAL, 1, 0, mode.socket());
    pass();
    add(LOAD, 0, 0, FIRST_ARGUMENT);
    for (int family : FAMILIES) {
      add(JUMP_IF_EQUAL, 0, 1, family);
      pass();
    }
    fail(EAFNOSUPPORT);
  }

  private void refuse(int call, int error) {
    add(JUMP_IF_EQUAL, 0, 1, call);
    fail(error);
  }

  private void pass() {
    add(RETURN, 0, 0, ALLOW);
  }

  private void fail(int error) {
    add(RETURN, 0, 0, ERROR | error);
  }

  private void add(int code, int yes, int no, int value) {
    program.add(new Instruction(code, yes, no, value));
  }
}
