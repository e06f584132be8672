package dev.provision.adapter.sshd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.shell.LocalUser;
import dev.provision.ports.shell.Login;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What `ssh -G` cannot tell: what stands for what, and what is refused.
final class SshConfigTest {
  @TempDir private Path home;
  private Path file;

  @BeforeEach
  void directory() throws IOException {
    file = Files.createDirectory(home.resolve(".ssh")).resolve("config");
  }

  private HostConfig read(String text) throws Exception {
    return read(text, new HostQuery("web1.example", OptionalInt.empty(), Optional.empty()));
  }

  private HostConfig read(String text, HostQuery query) throws Exception {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new SshConfig(List.of(file, home.resolve("absent")), user()).of(query);
  }

  private LocalUser user() {
    return new LocalUser(
        "me", home, Map.of("PLACE", "/there", "AGENT", "/agent"), List.of(), Login.Passphrase.NONE);
  }

  @Test
  void without_a_file_it_is_root_at_port_22() throws Exception {
    HostConfig config =
        new SshConfig(List.of(), user())
            .of(new HostQuery("Web1", OptionalInt.empty(), Optional.empty()));

    assertThat(config.hostName()).isEqualTo("web1");
    assertThat(config.user()).isEqualTo("root");
    assertThat(config.port()).isEqualTo(22);
    assertThat(config.identityFiles()).isEmpty();
    assertThat(config.knownHosts()).isEmpty();
  }

  @Test
  void what_the_caller_says_goes_before_the_file_and_decides_which_blocks_apply() throws Exception {
    HostConfig config =
        read(
            "Match user ann\n  Port 1\nHost *\n  User ben\n  Port 2\n",
            new HostQuery("web1", OptionalInt.empty(), Optional.of("ann")));

    assertThat(config.user()).isEqualTo("ann");
    assertThat(config.port()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PubkeyAuthentication no, PubkeyAuthentication no",
    "PubkeyAuthentication false, PubkeyAuthentication no",
    "'PreferredAuthentications keyboard-interactive,password',"
        + " 'PreferredAuthentications keyboard-interactive,password'"
  })
  void who_wants_no_login_with_a_key_gets_none(String line, String words) throws Exception {
    assertThat(read("User ann\n" + line + "\n").keyless()).hasValue(words + " (" + file + ":2)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PubkeyAuthentication yes",
        "PubkeyAuthentication unbound",
        "PreferredAuthentications password,publickey"
      })
  void a_key_may_be_used_otherwise(String line) throws Exception {
    assertThat(read(line + "\n").keyless()).isEmpty();
  }

  @Test
  void paths_have_homes_tokens_and_variables_in_them() throws Exception {
    HostConfig config =
        read(
            """
            HostName %h.org
            User bob
            Port 2222
            HostKeyAlias known
            IdentityFile ~/k/%h-%n-%p-%r-%u-%k-%%
            IdentityFile ${PLACE}/%d
            CertificateFile ~/c
            UserKnownHostsFile ~/kh "${PLACE}/k h"
            GlobalKnownHostsFile none
            IdentityAgent $AGENT
            """);

    assertThat(config.identityFiles().orElseThrow())
        .containsExactly(
            home.resolve("k/web1.example.org-web1.example-2222-bob-me-known-%"),
            Path.of("/there" + home));
    assertThat(config.certificateFiles()).containsExactly(home.resolve("c"));
    assertThat(config.knownHosts()).containsExactly(home.resolve("kh"), Path.of("/there/k h"));
    assertThat(config.agent()).hasValue(Path.of("/agent"));
  }

  @Test
  void included_files_are_found_as_a_shell_finds_them() throws Exception {
    Path directory = Files.createDirectory(home.resolve(".ssh/conf.d"));
    Files.writeString(directory.resolve("20-port"), "Port 20\n");
    Files.writeString(directory.resolve("10-port"), "Port 10\n");
    Files.writeString(directory.resolve(".00-port"), "Port 5\n");
    Files.writeString(home.resolve("other"), "User other\n");

    HostConfig config = read("Include conf.d/*-port ~/other missing/* conf.d/[2-9]*\n");

    assertThat(config.port()).isEqualTo(10);
    assertThat(config.user()).isEqualTo("other");
  }

  @Test
  void files_that_include_each_other_for_ever_are_told() {
    assertThatThrownBy(() -> read("Include config\n"))
        .hasMessageContainingAll(file + ":1", "include each other");
  }

  @Test
  void what_openssh_does_not_read_is_refused_with_its_line() throws Exception {
    String text = "Host bastion\n  User admin\n  Port 2290\n";

    for (byte[] bytes :
        List.of(
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
            text.getBytes(StandardCharsets.UTF_16),
            text.getBytes(StandardCharsets.UTF_16LE),
            ("Host a\n\0" + text).getBytes(StandardCharsets.UTF_8))) {
      Files.write(file, bytes);
      assertThatThrownBy(
              () ->
                  new SshConfig(List.of(file), user())
                      .of(new HostQuery("web1", OptionalInt.empty(), Optional.empty())))
          .hasMessageContaining(file + ":")
          .hasMessageContaining("save it as UTF-8 without a byte order mark");
    }
  }

  @Test
  void options_of_other_programs_are_passed_over_where_the_file_says_so() throws Exception {
    HostConfig config =
        read("IgnoreUnknown UseKey*,Foo\nHost *\n  UseKeychainX yes\n  foo a b\n  Port 7\n");

    assertThat(config.port()).isEqualTo(7);
  }

  /// A line feed is written `;` here. What is before the bar does not work, and why.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Host web*;  ProxyCommand nc %h %p        | 2: ProxyCommand for the host web1.example is not supported; name the jump host with ProxyJump
          CanonicalizeHostname yes                 | 1: CanonicalizeHostname
          BindInterface eth0                       | 1: BindInterface
          RevokedHostKeys /etc/ssh/revoked         | 1: RevokedHostKeys
          Port 0                                   | 1: Port is '0'; it must be 1 to 65535
          Port ssh                                 | 1: Port is 'ssh'
          Port 22 23                               | 1: Port takes one value
          User                                     | 1: User has no value
          User "bob                                | 1: a quotation mark is missing
          ;;ProxyJump a,,b                         | 3: ProxyJump: '' is not a host
          ProxyJump a:b                            | 1: ProxyJump: 'a:b' is not a host
          ProxyJump a # b                          | 1: ProxyJump: 'a # b' is not a host
          IdentityFile ~bob/key                    | 1: '~bob/key': home directories of other users
          IdentityFile ${NOWHERE}/key              | 1: '${NOWHERE}/key': there is no environment variable 'NOWHERE'
          IdentityFile key%x                       | 1: 'key%x': %x has no meaning here
          IdentitiesOnly perhaps                   | 1: IdentitiesOnly is 'perhaps'
          ConnectTimeout soon                      | 1: ConnectTimeout is 'soon'
          AddressFamily ipx                        | 1: AddressFamily is 'ipx'
          Host other;  Port none                   | 2: Port is 'none'; it must be 1 to 65535
          Host other;  HashKnownHosts perhaps      | 2: HashKnownHosts is 'perhaps'; it must be yes or no
          Host other;  Prot 22                     | 2: OpenSSH has no option 'Prot'; correct it, or write 'IgnoreUnknown Prot' before it
          Host other;  IgnoreUnknown p*;Host *;PortX 1 | 4: OpenSSH has no option 'PortX'
          LogLevel loud                            | 1: LogLevel is 'loud'; it must be quiet, fatal
          Compression yes no                       | 1: Compression takes one value
          Match                                    | 1: Match has no criterion
          Match host                               | 1: 'host' after Match has no pattern
          Match hosts web1                         | 1: Match has no criterion 'hosts'
          Match user a host b all                  | 1: 'all' must be the only word
          Match exec "true";  Port 33              | 2: Port depends on 'Match exec' (line 1), which Provision does not evaluate
          Match host web* exec "true";  ProxyJump a | 2: ProxyJump depends on 'Match exec'
          Match tagged work;  HostName other       | 2: HostName depends on 'Match tagged'
          """)
  void what_cannot_be_followed_is_told_with_its_line(String text, String message) {
    assertThatThrownBy(
            () -> {
              HostConfig config = read(text.replace(';', '\n'));
              config.identityFiles();
              config.identitiesOnly();
              config.connectTimeout();
              config.family();
              if (config.proxyJump().isPresent()) {
                JumpHost.parse(config.proxyJump().get());
              }
            })
        .isInstanceOf(SshConfigException.class)
        .hasMessageContaining(file + ":" + message);
  }

  @ParameterizedTest
  @CsvSource({
    "Host other;  ProxyCommand nc %h %p",
    "ProxyCommand none",
    "ProxyJump bastion;ProxyCommand nc %h %p",
    "Host other;  Port 4",
    "Match host other exec \"true\";  Port 33",
    "Match exec \"true\";  ForwardAgent yes;  StrictHostKeyChecking no;  ConnectTimeout 5",
    "Port 22;Match exec \"true\";  Port 33",
    "CanonicalizeHostname no",
    "IgnoreUnknown UseK*,Nonsense;UseKeychain yes;SendEnv LANG LC_*;GSSAPIAuthentication"
        + " yes;Nonsense 1 2 3",
  })
  void what_does_not_apply_or_does_not_matter_is_passed_over(String text) throws Exception {
    assertThat(read(text.replace(';', '\n')).port()).isEqualTo(22);
  }

  @Test
  void a_file_that_others_may_write_is_not_followed() throws Exception {
    Files.writeString(file, "Port 1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    assertThatThrownBy(
            () ->
                new SshConfig(List.of(file), user())
                    .of(new HostQuery("web1", OptionalInt.empty(), Optional.empty())))
        .hasMessageContainingAll(file.toString(), "chmod go-w");
  }

  @Test
  void a_file_that_cannot_be_read_is_told() throws Exception {
    Files.createDirectory(file);

    assertThatThrownBy(
            () ->
                new SshConfig(List.of(file), user())
                    .of(new HostQuery("web1", OptionalInt.empty(), Optional.empty())))
        .hasMessageContainingAll("cannot read " + file, "make it a file that you can read");
  }

  @Test
  void less_care_is_noted_and_not_taken() throws Exception {
    assertThat(read("StrictHostKeyChecking no\n").carelessness())
        .hasValue(new ConfigPlace(file, 1));
    assertThat(read("StrictHostKeyChecking accept-new\n").carelessness()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bastion, bastion, , ",
    "me@bastion:2222, bastion, 2222, me",
    "a@b@bastion, bastion, , a@b",
    "[2001:db8::1]:22, 2001:db8::1, 22, ",
    "ssh://me%40home@bastion:22/, bastion, 22, me@home",
    "SSH://bastion, bastion, , ",
  })
  void a_host_on_the_way_is_written_in_two_ways(String text, String host, Integer port, String user)
      throws Exception {
    JumpHost jump =
        JumpHost.parse(new ConfigValues.Given(text, new ConfigPlace(file, 1))).getFirst();

    assertThat(jump.host()).isEqualTo(host);
    assertThat(jump.port()).isEqualTo(port == null ? OptionalInt.empty() : OptionalInt.of(port));
    assertThat(jump.user()).isEqualTo(Optional.ofNullable(user));
  }
}
