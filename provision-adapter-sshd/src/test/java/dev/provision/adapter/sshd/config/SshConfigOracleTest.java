package dev.provision.adapter.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.adapter.sshd.Programs;
import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whether random configurations mean to us what they mean to OpenSSH's `ssh -G`.
@Timeout(300)
final class SshConfigOracleTest {
  private static final int CONFIGURATIONS = 300;
  private static final List<String> HOSTS =
      List.of("web1", "web2", "db1.example", "10.0.3.4", "2001:db8::7", "Web1");
  private static final List<String> PATTERNS =
      List.of("*", "web?", "web1", "!web1", "db*", "*.example", "10.0.*", "!10.*", "2001:*", "w*1");
  private static final List<String> LISTS =
      List.of("web*", "web1,web2", "*,!web1", "*.example,10.*", "WEB1", "new*", "\"web1,db*\"");
  private static final List<String> USERS = List.of("ann", "ben", "cleo");
  private static final List<String> PRINTED =
      List.of(
          "hostname",
          "user",
          "port",
          "identityfile",
          "certificatefile",
          "identitiesonly",
          "identityagent",
          "proxyjump",
          "hostkeyalias",
          "userknownhostsfile",
          "globalknownhostsfile",
          "connecttimeout",
          "bindaddress",
          "addressfamily");

  /// Which OpenSSH takes from the system, whatever the environment says.
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  @TempDir private Path temporary;
  private Random random = new Random(0);

  @Test
  void random_configurations_mean_what_they_mean_to_openssh() throws Exception {
    String ssh = Programs.require("ssh").toString();
    for (int seed = 0; seed < CONFIGURATIONS; seed++) {
      random = new Random(seed);
      Path file = temporary.resolve("config" + seed);
      Path included = temporary.resolve("included" + seed);
      Files.writeString(included, block() + block());
      String text = globals() + block() + include(included) + block() + block() + block();
      Files.writeString(file, text);
      String host = pick(HOSTS);
      Optional<String> user = chance(4) ? Optional.of(pick(USERS)) : Optional.empty();
      OptionalInt port = chance(4) ? OptionalInt.of(2022) : OptionalInt.empty();

      List<String> expected = oracle(ssh, file, host, user, port);

      assertThat(ours(file, new HostQuery(host, port, user)))
          .as(
              "seed %d, host %s, user %s, port %s:%n%s%nincluded:%n%s",
              seed, host, user, port, text, Files.readString(included))
          .isEqualTo(expected);
    }
  }

  /// Not looked into: algorithms and forwardings; and what is read in a way of its own.
  private static final List<String> OPAQUE =
      List.of(
          "host",
          "match",
          "include",
          "ignoreunknown",
          "port",
          "ciphers",
          "macs",
          "kexalgorithms",
          "gssapikexalgorithms",
          "hostkeyalgorithms",
          "hostbasedacceptedalgorithms",
          "hostbasedkeytypes",
          "pubkeyacceptedalgorithms",
          "pubkeyacceptedkeytypes",
          "casignaturealgorithms",
          "localforward",
          "remoteforward",
          "dynamicforward",
          "permitremoteopen",
          "tunneldevice",
          "ipqos",
          "rekeylimit",
          "setenv",
          "sendenv",
          "escapechar",
          "streamlocalbindmask",
          "canonicalizepermittedcnames",
          "addkeystoagent",
          "controlpersist",
          "proxyjump");

  private static final List<String> VALUES =
      List.of(
          "yes",
          "No",
          "TRUE",
          "false",
          "maybe",
          "5",
          "0",
          "-1",
          "1m30s",
          "5x",
          "none",
          "any",
          "inet6",
          "ask",
          "auto",
          "off",
          "accept-new",
          "always",
          "force",
          "md5",
          "DEBUG2",
          "local3",
          "subsystem",
          "unbound",
          "\"yes\"",
          "'no'",
          "yes extra",
          "yes # remark",
          "yes#",
          "\"\"",
          "",
          "it's",
          "\"open",
          "a b c",
          "= yes",
          "=",
          "~/file",
          "0x10",
          "99999");

  /// One file for all: OpenSSH goes on behind a bad line, and names each.
  @Test
  void each_line_that_openssh_refuses_is_refused_and_no_other() throws Exception {
    String ssh = Programs.require("ssh").toString();
    List<String> words =
        Stream.of(Programs.run("strings", "-n", "3", ssh).split("\n", -1))
            // The only one that OpenSSH does not go on behind.
            .filter(word -> word.matches("[a-z][a-z0-9]+") && !word.equals("permitremoteopen"))
            .distinct()
            .toList();
    List<String> lines = new ArrayList<>(List.of("Host never-asked"));
    for (String word : words) {
      lines.add(word + " x1 x2");
    }
    lines.add("the-last-line x");
    Set<Integer> unknown = refused(ssh, lines, "Bad configuration option");
    List<String> keywords = new ArrayList<>();
    assertThat(unknown).contains(lines.size());
    for (int i = 1; i < lines.size() - 1; i++) {
      if (!unknown.contains(i + 1)) {
        keywords.add(words.get(i - 1));
      }
    }
    assertThat(keywords).hasSizeGreaterThan(90).allMatch(ConfigVocabulary::knows);
    keywords.removeAll(OPAQUE);

    List<String> cases = new ArrayList<>(List.of("Host never-asked"));
    keywords.forEach(word -> VALUES.forEach(value -> cases.add((word + " " + value).strip())));
    cases.addAll(
        List.of("nosuch yes", "portx 5", "hosts *", "-p 5", "Host", "#x yes", "the-last x"));
    Set<Integer> expected = refused(ssh, cases, "line");
    assertThat(expected).contains(cases.size());
    List<String> differing = new ArrayList<>();
    for (int i = 1; i < cases.size(); i++) {
      if (expected.contains(i + 1) != refusedHere(cases.get(i))) {
        differing.add(cases.get(i) + (expected.contains(i + 1) ? ": refused" : ": taken"));
      }
    }

    assertThat(differing).isEmpty();
  }

  /// The numbers of the lines that OpenSSH complains of in such words; deprecation is none.
  private Set<Integer> refused(String ssh, List<String> lines, String words) throws Exception {
    Path file = Files.write(temporary.resolve("lines"), lines);
    Path said = temporary.resolve("said");
    Process process =
        new ProcessBuilder(ssh, "-G", "-F", file.toString(), "web1")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    process.waitFor();
    Pattern number = Pattern.compile(" line (\\d+)");
    return Files.readAllLines(said).stream()
        .filter(line -> line.contains(words))
        .filter(line -> !line.contains("eprecated option") && !line.contains("Unsupported option"))
        .flatMap(line -> number.matcher(line).results().map(found -> found.group(1)))
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  private boolean refusedHere(String line) throws IOException {
    Path file = Files.writeString(temporary.resolve("line"), "Host never-asked\n" + line + "\n");
    try {
      ours(file, new HostQuery("web1", OptionalInt.empty(), Optional.empty()));
      return false;
    } catch (SshConfigException e) {
      return true;
    }
  }

  private String globals() {
    StringBuilder text = new StringBuilder("# a comment\n\n");
    while (chance(2)) {
      text.append(directive());
    }
    return text.toString();
  }

  private String include(Path file) {
    return chance(2)
        ? (chance(2) ? "Include " + file + "\n" : "  include=\"" + file + "*\"\n")
        : "";
  }

  private String block() {
    StringBuilder text = new StringBuilder(header());
    do {
      text.append(directive());
    } while (chance(2));
    return text.toString();
  }

  private String header() {
    if (chance(2)) {
      StringBuilder line = new StringBuilder(pick(List.of("Host", "host", "HOST ")));
      do {
        line.append(' ').append(pick(PATTERNS));
      } while (chance(2));
      return line + pick(List.of("\n", "  # behind\n", " \t\n"));
    }
    if (chance(5)) {
      return pick(
          List.of("Match all\n", "Match final all\n", "Match !final\n", "match canonical\n"));
    }
    StringBuilder line = new StringBuilder("Match");
    do {
      line.append(' ').append(chance(3) ? "!" : "").append(criterion());
    } while (chance(3));
    return line + "\n";
  }

  private String criterion() {
    return switch (random.nextInt(5)) {
      case 0 -> "host " + pick(LISTS);
      case 1 -> "originalhost=" + pick(LISTS);
      case 2 -> "user " + pick(List.of("ann", "ann,ben", "*,!cleo"));
      case 3 -> "final";
      default -> "localuser " + pick(List.of("*", "nobody-of-that-name"));
    };
  }

  private String directive() {
    String value =
        switch (random.nextInt(15)) {
          case 0 ->
              "HostName " + pick(List.of("new-%h", "%h.example", "10.0.9.9", "NEW%%", "web1"));
          case 1 -> "User " + pick(USERS);
          case 2 -> "Port" + pick(List.of(" ", "=", " = ")) + (2000 + random.nextInt(5));
          case 3 ->
              "IdentityFile " + pick(List.of("~/.ssh/a", "\"~/my key\"", "/keys/%r_%h", "none"));
          case 4 -> "CertificateFile " + pick(List.of("~/.ssh/a-cert.pub", "/keys/%n-cert.pub"));
          case 5 -> "IdentitiesOnly " + pick(List.of("yes", "no"));
          case 6 ->
              "IdentityAgent " + pick(List.of("/run/agent", "none", "SSH_AUTH_SOCK", "$AGENT"));
          case 7 -> "ProxyJump " + pick(List.of("none", "j1", "ann@j1:2222,j2", "ssh://ben@j3:22"));
          case 8 -> "ProxyCommand none";
          case 9 -> "HostKeyAlias " + pick(List.of("alias1", "alias2"));
          case 10 -> "UserKnownHostsFile " + pick(List.of("~/kh1", "/kh2 /kh3", "none"));
          case 11 -> "GlobalKnownHostsFile " + pick(List.of("/kh4", "'/kh 5' /kh6"));
          case 12 -> "ConnectTimeout " + pick(List.of("7", "1m30s", "none"));
          case 13 -> "BindAddress " + pick(List.of("127.0.0.2", "127.0.0.3"));
          default -> "AddressFamily " + pick(List.of("any", "inet", "inet6"));
        };
    return pick(List.of("", "  ", "\t")) + value + pick(List.of("", " ", "\r")) + "\n";
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static List<String> oracle(
      String ssh, Path file, String host, Optional<String> user, OptionalInt port)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ssh, "-G", "-F", file.toString()));
    user.ifPresent(name -> command.addAll(List.of("-l", name)));
    port.ifPresent(number -> command.addAll(List.of("-p", Integer.toString(number))));
    command.add(host);
    // What it says where nobody has said anything is left out.
    List<String> defaults =
        List.of(
            "user " + System.getProperty("user.name"),
            "port 22",
            "identitiesonly no",
            "connecttimeout none",
            "addressfamily any",
            "globalknownhostsfile /etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2",
            "userknownhostsfile " + HOME + "/.ssh/known_hosts " + HOME + "/.ssh/known_hosts2");
    return Programs.run(command.toArray(String[]::new))
        .lines()
        .filter(line -> PRINTED.contains(line.split(" ", 2)[0]))
        .map(line -> line.startsWith("hostname ") ? line.toLowerCase(Locale.ROOT) : line)
        .filter(line -> !defaults.contains(line))
        .filter(
            line ->
                !line.matches(
                    "identityfile ~/.ssh/id_(rsa|ecdsa|ecdsa_sk|ed25519|ed25519_sk|xmss|dsa)"))
        .sorted()
        .toList();
  }

  private List<String> ours(Path file, HostQuery query) throws SshConfigException {
    LocalUser user =
        new LocalUser(
            System.getProperty("user.name"), HOME, Map.of(), List.of(), Login.Passphrase.NONE);
    HostConfig config = new SshConfig(List.of(file), user).of(query);
    List<String> lines = new ArrayList<>(List.of("hostname " + config.hostName()));
    query
        .user()
        .or(() -> text(config, ConfigKeyword.USER))
        .map(u -> "user " + u)
        .ifPresent(lines::add);
    if (config.port() != 22) {
      lines.add("port " + config.port());
    }
    for (ConfigKeyword keyword :
        List.of(ConfigKeyword.IDENTITY_FILE, ConfigKeyword.CERTIFICATE_FILE)) {
      config.values().all(keyword).forEach(given -> lines.add(name(keyword) + " " + given.text()));
    }
    for (ConfigKeyword keyword :
        List.of(
            ConfigKeyword.IDENTITY_AGENT,
            ConfigKeyword.HOST_KEY_ALIAS,
            ConfigKeyword.BIND_ADDRESS)) {
      text(config, keyword).ifPresent(text -> lines.add(name(keyword) + " " + text));
    }
    for (ConfigKeyword keyword :
        List.of(ConfigKeyword.USER_KNOWN_HOSTS_FILE, ConfigKeyword.GLOBAL_KNOWN_HOSTS_FILE)) {
      List<ConfigValues.Given> given = config.values().all(keyword);
      if (!given.isEmpty()) {
        lines.add(
            name(keyword)
                + " "
                + String.join(
                    " ",
                    given.stream().map(one -> one.text().replace("~", HOME.toString())).toList()));
      }
    }
    if (config.identitiesOnly()) {
      lines.add("identitiesonly yes");
    }
    if (config.proxyJump().isPresent()) {
      // Hosts before the last one are printed as they were written.
      List<JumpHost> hops = JumpHost.parse(config.proxyJump().get());
      lines.add("proxyjump " + String.join(",", hops.stream().map(JumpHost::toString).toList()));
    }
    config.connectTimeout().map(d -> "connecttimeout " + d.toSeconds()).ifPresent(lines::add);
    config
        .family()
        .map(f -> "addressfamily " + f.name().toLowerCase(Locale.ROOT))
        .ifPresent(lines::add);
    return lines.stream().sorted().toList();
  }

  private static Optional<String> text(HostConfig config, ConfigKeyword keyword) {
    return config.values().first(keyword).map(ConfigValues.Given::text);
  }

  private static String name(ConfigKeyword keyword) {
    return Stream.of(keyword.name().toLowerCase(Locale.ROOT).split("_")).reduce("", String::concat);
  }
}
