package dev.provision.adapter.sshd.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Programs;
import dev.provision.adapter.sshd.route.KnownName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether odd lines of known hosts mean to us what they mean to OpenSSH's `ssh-keygen -F`.
final class KnownHostsOracleTest {
  private static final int LINES = 20_000;
  private static final Pattern FOUND =
      Pattern.compile("(?m)^# Host \\S+ found: line (\\d+) ?(REVOKED|CA|)$");

  private static final List<String> BEGINNINGS =
      List.of("", "", "", " ", "\t", " \t ", "\u000b", "\f", "\u00a0", "\ufeff", "#", " #", "\r");
  private static final List<String> MARKERS =
      List.of(
          "",
          "",
          "",
          "@revoked ",
          "@revoked\t",
          "@cert-authority ",
          "@cert-authority  ",
          "@foo ",
          "@revoked",
          "@REVOKED ",
          "@revoked @cert-authority ",
          "@ ");
  private static final List<String> BETWEEN =
      List.of(" ", " ", "\t", "  ", " \t", "\f", "\u000b", "\u2003", "\u00a0", "\r", "");
  private static final List<String> HOSTS =
      List.of(
          "h1",
          "h1",
          "H1",
          "h1,h2",
          "h2,h1",
          "*",
          "h?",
          "!h1,*",
          "*,!h1",
          "h2",
          "h1,",
          ",h1",
          "[h1]",
          "[h1]:22",
          "[h1]:2222",
          "\"h1\"",
          "h1\u00a0",
          "h[1]",
          "|1|x|y",
          "|1|",
          "|2|a|b",
          "h1:22",
          "\\h1");
  private static final List<String> ENDS =
      List.of("", "", "\r", " ", " a comment", "\t# more", " \r", "\f", "\u00a0", ",", "=", "\0h1");

  @TempDir private Path directory;

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private List<String> keys() throws Exception {
    List<String> keys = new ArrayList<>();
    for (String type : List.of("ed25519", "ecdsa", "rsa")) {
      Path file = directory.resolve(type);
      Programs.run(
          Programs.require("ssh-keygen").toString(),
          "-q",
          "-t",
          type,
          "-N",
          "",
          "-C",
          "",
          "-f",
          file.toString());
      keys.add(Files.readString(Path.of(file + ".pub")).strip());
    }
    String good = keys.getFirst();
    String blob = good.substring(good.indexOf(' ') + 1);
    keys.addAll(
        List.of(
            good,
            "ssh-rsa " + blob,
            "ssh-ed25519 AAAA",
            "ssh-ed25519",
            "ssh-foo " + blob,
            "ssh-ed25519  " + blob,
            "ssh-ed25519\t" + blob,
            "ssh-ed25519\f" + blob,
            "SSH-ED25519 " + blob,
            "256 " + blob,
            "ssh-ed25519 " + blob + "AA",
            "ssh-ed25519 " + blob.substring(1)));
    return keys;
  }

  @Test
  void odd_lines_mean_what_they_mean_to_openssh() throws Exception {
    Random random = new Random(20261130);
    List<String> keys = keys();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(
          any(BEGINNINGS, random)
              + any(MARKERS, random)
              + any(HOSTS, random)
              + any(BETWEEN, random)
              + any(keys, random)
              + any(ENDS, random));
    }
    Path file = directory.resolve("known_hosts");
    Files.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));

    for (KnownName name : List.of(KnownName.of("h1", 22), KnownName.of("h1", 2222))) {
      List<String> said = openssh(name.entry(), file);
      assertThat(said).hasSizeGreaterThan(100);
      List<String> ours =
          KnownHosts.of(name, List.of(file)).lines().stream()
              .map(line -> numbered(line) + " " + meaning(line.marker()))
              .toList();
      assertThat(ours.stream().filter(one -> !said.contains(one)).map(one -> shown(one, lines)))
          .as("%s: ours alone", name)
          .isEmpty();
      assertThat(said.stream().filter(one -> !ours.contains(one)).map(one -> shown(one, lines)))
          .as("%s: OpenSSH's alone", name)
          .isEmpty();
    }
  }

  private static List<String> openssh(String host, Path file) throws Exception {
    // What it says of lines with invalid keys goes to standard error, and is of no interest.
    Process process =
        new ProcessBuilder(
                Programs.require("ssh-keygen").toString(), "-l", "-F", host, "-f", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return FOUND.matcher(out).results().map(KnownHostsOracleTest::line).toList();
  }

  private static String line(MatchResult found) {
    return found.group(1) + " " + found.group(2);
  }

  private static String numbered(KnownHostsLine line) {
    return line.place().substring(line.place().lastIndexOf(':') + 1);
  }

  private static String meaning(String marker) {
    return switch (marker) {
      case KnownHostsLine.REVOKED -> "REVOKED";
      case KnownHostsLine.AUTHORITY -> "CA";
      default -> "";
    };
  }

  private static String shown(String numbered, List<String> lines) {
    int number = Integer.parseInt(numbered.substring(0, numbered.indexOf(' ')));
    StringBuilder text = new StringBuilder(numbered).append(": ");
    lines
        .get(number - 1)
        .chars()
        .forEach(
            c ->
                text.append(
                    c > ' ' && c < 127 ? "" + (char) c : " <" + Integer.toHexString(c) + ">"));
    return text.toString();
  }
}
