package dev.provision.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.it.Distribution.Ended;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// The process and its streams: what stands on them, what others can see of it, and what is left of
/// it when it is killed.
@Execution(ExecutionMode.CONCURRENT) // most of the time is waiting
final class StreamsIT {
  private static final String NAME = "deploy-test-streams";
  private static final long MUCH = 40L << 20;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path home;
  private Distribution provision;

  @BeforeEach
  void program() {
    provision = new Distribution(home);
  }

  @AfterEach
  void nothing_stays() {
    provision.run("destroy-node", NAME);
  }

  @ParameterizedTest
  @CsvSource({
    "PROVISION_JAVA_OPTIONS, -XX:+UseParallelGC",
    "PROVISION_JAVA_OPTIONS, -Xlog:gc*",
    "JAVA_TOOL_OPTIONS, -XX:+UseG1GC",
    "JDK_JAVA_OPTIONS, -XX:+UseZGC",
    "_JAVA_OPTIONS, -XX:+UseG1GC",
    "JAVA_TOOL_OPTIONS, '-Da=\"b c\" -XX:+UseG1GC'",
  })
  void whatever_java_is_told_standard_output_has_the_result_alone(String variable, String value) {
    Ended ended = provision.with(variable, value).run("list-nodes", "-o", "json");

    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    assertThat(ended.stdout()).isEqualTo("[]\n");
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -Dnothing=at.all",
    "JAVA_TOOL_OPTIONS, -javaagent:/nope.jar",
    "JAVA_TOOL_OPTIONS, -Xbogus",
    "JAVA_TOOL_OPTIONS, -Djava.security.manager=nope",
    "JAVA_TOOL_OPTIONS, -Djava.system.class.loader=nope",
    "JDK_JAVA_OPTIONS, -bogus",
    "JDK_JAVA_OPTIONS, @/nope",
    "JDK_JAVA_OPTIONS, '-Da=\"b c\" -XX:+UseG1GC'",
    "_JAVA_OPTIONS, '-Xmx1k *'",
  })
  void options_of_all_java_programs_break_nothing_and_are_not_announced(
      String variable, String value) {
    Ended ended = provision.with(variable, value).run("list-nodes");

    assertThat(ended.status()).describedAs(ended.toString()).isZero();
    assertThat(ended.stderr()).isEmpty();
  }

  @Test
  void a_property_of_all_java_programs_counts() {
    Ended ended =
        provision
            .with("JAVA_TOOL_OPTIONS", "-Djavax.net.ssl.trustStore=/nope -Dfile.encoding=COMPAT")
            .with("PROVISION_JAVA_OPTIONS", "-XshowSettings:properties")
            .run("list-nodes");

    assertThat(ended.stderr()).contains("javax.net.ssl.trustStore = /nope");
  }

  @Test
  void much_data_leaves_json_as_it_is_and_the_process_the_same() throws Exception {
    String conf = muchData("echo it began\n");
    Path out = home.resolve("out");
    Path err = home.resolve("err");

    Process process = provision.start(deploy(conf), out, err);
    boolean second =
        await(process, () -> words(process).anyMatch("-XX:TieredStopAtLevel=4"::equals));

    assertThat(second).describedAs("the second start").isTrue();
    assertThat(process.descendants().filter(StreamsIT::isJava)).isEmpty();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).describedAs(Files.readString(err)).isZero();
    assertThat(JsonMapper.shared().readTree(Files.readString(out)).get("ok").asBoolean()).isTrue();
    assertThat(Files.readString(err)).doesNotContain("compiler directives");
  }

  @Test
  void a_killed_program_does_not_go_on() throws Exception {
    String conf = muchData("echo it began\nsleep 600\n");
    Path err = home.resolve("err");
    Process process = provision.start(deploy(conf), home.resolve("out"), err);
    assertThat(await(process, () -> text(err).contains("it began"))).isTrue();
    List<ProcessHandle> all = process.descendants().filter(StreamsIT::isJava).toList();

    process.destroyForcibly();

    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(all).isEmpty();
    assertThat(text(home.resolve("out"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"provision.yaml", "__init__.py"})
  void a_program_that_the_configuration_runs_ends_when_we_are_killed(String file) throws Exception {
    Path pid = home.resolve("pid");
    String text =
        file.equals("provision.yaml")
            ? """
            provider: digitalocean
            providers:
              digitalocean: {type: digitalocean2, secret-key: "${command:sh -c 'echo $$ >%s; sleep 600 & wait'}"}
            """
                .formatted(pid)
            : """
            import os, time
            with open("%s", "w") as f: f.write(str(os.getpid()) + "\\n")
            time.sleep(600)
            """
                .formatted(pid);
    Path conf = Files.createDirectories(home.resolve("conf"));
    Files.writeString(conf.resolve(file), text);
    Files.setPosixFilePermissions(conf.resolve(file), PosixFilePermissions.fromString("rw-------"));
    List<String> words = List.of(provision.program("list-nodes").toString(), "-c", conf.toString());
    Process process = provision.start(words, home.resolve("out"), home.resolve("err"));
    assertThat(await(process, () -> text(pid).endsWith("\n")))
        .describedAs(text(home.resolve("err")))
        .isTrue();
    long child = Long.parseLong(text(pid).strip());
    List<ProcessHandle> below = ProcessHandle.of(child).orElseThrow().descendants().toList();

    process.destroyForcibly();

    assertThat(await(() -> ProcessHandle.of(child).isEmpty())).isTrue();
    assertThat(await(() -> below.stream().noneMatch(ProcessHandle::isAlive))).isTrue();
  }

  @Test
  void a_providers_jar_cannot_write_to_standard_output() throws IOException {
    talkativeProvider();

    Ended listed = provision.run("list-nodes", "-p", "talkative", "-o", "json");

    assertThat(listed.status()).describedAs(listed.toString()).isZero();
    assertThat(listed.stdout()).isEqualTo("[]\n");
    assertThat(listed.stderr()).contains("by System.out \\u001b[2J", "by descriptor", "by child");
  }

  @Test
  void others_do_not_see_secrets_of_the_command_line_nor_does_a_crash_file() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Path err = home.resolve("err");
      List<String> words = new ArrayList<>(List.of("sh", "-c", "umask 0; exec \"$0\" \"$@\""));
      words.add(provision.program("deploy-node").toString());
      words.addAll(List.of("-p", "hosts", "--host", "root@127.0.0.1:" + silent.getLocalPort()));
      words.addAll(List.of("-b", "hello", "-vks3cret1", "-k", "s3cret2", "-k=s3cret3"));
      words.addAll(List.of("-t", "a=s3cret4", "-ta=s3cret5", "--subvars=a=s3cret6"));
      words.addAll(List.of("--secret-key=s3cret7", "--secret_key", "s3cret8", "-n", NAME));
      Process process = provision.start(words, home.resolve("out"), err);
      assertThat(await(process, () -> text(err).contains("running"))).isTrue();

      assertThat(words(process)).noneMatch(word -> word.contains("s3cret")).contains("-n", NAME);
      assertThat(new ProcessBuilder("kill", "-SEGV", "" + process.pid()).start().waitFor())
          .isZero();
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    Path state = provision.provisionHome().resolve("state");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(state)) {
      List<Path> crashes =
          files.filter(file -> file.getFileName().toString().startsWith("java-crash-")).toList();
      assertThat(crashes).hasSize(1);
      assertThat(Files.readString(crashes.getFirst()))
          .contains("A fatal error has been detected", "deploy-node")
          .doesNotContain("s3cret");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(crashes.getFirst())))
          .isEqualTo("rw-------");
    }
    assertThat(text(home.resolve("out"))).isEmpty();
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("hs_err") || name.startsWith("core"));
    }
  }

  @Test
  void a_closed_stream_takes_no_other_files_place() {
    String list = provision.program("list-nodes").toString();

    assertThat(provision.run(List.of("sh", "-c", "\"$0\" -o json >&-", list)))
        .returns(11, Ended::status)
        .satisfies(ended -> assertThat(ended.stderr()).contains("error: standard output"));
    assertThat(provision.run(List.of("sh", "-c", "\"$0\" -o json 2>&-", list)))
        .isEqualTo(new Ended(0, "[]\n", ""));
    assertThat(provision.run(List.of("sh", "-c", "\"$0\" -o json <&-", list)))
        .isEqualTo(new Ended(0, "[]\n", ""));
    assertThat(provision.run(List.of("sh", "-c", "\"$0\" -o json >>out; cat out", list)).stdout())
        .isEqualTo("[]\n");
  }

  @Test
  void words_of_all_kinds_arrive_as_they_are() throws IOException {
    List<String> words =
        List.of("a b", "", "*", "$HOME", "`id`", "a\nb", "'", "\"", "\\n", "ä", "-k", "--");
    List<String> call = new ArrayList<>(List.of(provision.program("provision").toString()));
    StringBuilder template = new StringBuilder("# provision-template-type: format-string\n");
    StringBuilder rendered = new StringBuilder();
    Path script = home.resolve("words.sh");
    call.addAll(List.of("render", script.toString()));
    for (int at = 0; at < words.size(); at++) {
      template.append("[{w").append(at).append("}]\n");
      rendered.append('[').append(words.get(at)).append("]\n");
      call.addAll(List.of("-t", "w" + at + "=" + words.get(at)));
    }
    Files.writeString(script, template);

    assertThat(provision.run(call).stdout()).endsWith(rendered);
  }

  private String muchData(String script) throws IOException {
    Path conf =
        Path.of(
            new ConfigurationDirectory(home.resolve("conf"))
                .yaml("bundles: {much: {scripts: [after.sh], files: [/root/much]}}\n")
                .script("after.sh", script)
                .toString());
    Files.createDirectories(conf.resolve("files"));
    try (RandomAccessFile file = new RandomAccessFile(conf.resolve("files/much").toFile(), "rw")) {
      file.setLength(MUCH);
    }
    return conf.toString();
  }

  private List<String> deploy(String conf) {
    List<String> words = new ArrayList<>(List.of(provision.program("deploy-node").toString()));
    words.addAll(List.of("-v", "-c", conf, "-b", "much", "-n", NAME, "-o", "json"));
    return words;
  }

  /// A provider that writes to every stream that it can get hold of, compiled here.
  private void talkativeProvider() throws IOException {
    Path work = Files.createDirectories(home.resolve("talkative"));
    Path source =
        Files.writeString(
            work.resolve("Talkative.java"),
            """
            import dev.provision.ports.cloud.*;
            import java.io.*;
            import java.util.*;

            public final class Talkative implements CloudProvider {
              public Talkative() {
                try {
                  System.out.println("by System.out \\u001b[2J");
                  System.out.close();
                  System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true));
                  System.out.println("by another System.out");
                  new FileOutputStream(FileDescriptor.out).write("by descriptor\\n".getBytes());
                  new ProcessBuilder("echo", "by child").inheritIO().start().waitFor();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }
              public List<String> names() { return List.of("talkative"); }
              public String description() { return "writes everywhere"; }
              public List<CloudOption> options() { return List.of(); }
              public CloudPort open(CloudAccount account) {
                System.out.println("and when opened");
                return (CloudPort) java.lang.reflect.Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {CloudPort.class},
                    (proxy, method, arguments) ->
                        List.class.equals(method.getReturnType()) ? List.of() : null);
              }
            }
            """);
    String classPath = System.getProperty("java.class.path");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-cp", classPath, source.toString());
    assertThat(status).isZero();
    Path jars = Files.createDirectories(provision.provisionHome().resolve("providers"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(jars.resolve("talkative.jar")))) {
      jar.putNextEntry(new JarEntry("Talkative.class"));
      jar.write(Files.readAllBytes(work.resolve("Talkative.class")));
      jar.putNextEntry(new JarEntry("META-INF/services/dev.provision.ports.cloud.CloudProvider"));
      jar.write("Talkative\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  /// The words with which a process was started, as everybody sees them.
  private static Stream<String> words(Process process) {
    return text(Path.of("/proc/" + process.pid() + "/cmdline"))
        .lines()
        .flatMap(all -> Stream.of(all.split("\0", -1)));
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  private static boolean await(Process process, BooleanSupplier condition) {
    return await(() -> condition.getAsBoolean() || !process.isAlive()) && condition.getAsBoolean();
  }

  private static boolean await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return true;
  }
}
