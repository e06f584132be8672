package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationConverterTest {
  private static final RecursiveComparisonConfiguration ORIGINS_ASIDE =
      RecursiveComparisonConfiguration.builder()
          .withIgnoredFieldsMatchingRegexes(".*origin", ".*places.*")
          .build();

  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  private Conversion convert() {
    return new ConfigurationConverter(machine.environment()).convert("site");
  }

  /// Converts `site/__init__.py` and checks that nothing changes when `provision.yaml` takes its
  /// place.
  private String converted(String... earlier) throws IOException {
    String[] paths =
        Stream.concat(Arrays.stream(earlier), Stream.of("site")).toArray(String[]::new);
    LoadedConfiguration python = machine.load(paths);
    Conversion conversion = convert();
    conversion.write();
    LoadedConfiguration yaml = machine.load(paths);
    Files.delete(conversion.file());
    assertThat(yaml.configuration())
        .usingRecursiveComparison(ORIGINS_ASIDE)
        .isEqualTo(python.configuration());
    return conversion.text();
  }

  @Test
  void steps_and_parameters_stay_what_they_are() throws IOException {
    machine.python(
        """
        config.add_bundle('shop', description='a shop', needs=['tz'],
            parameters={'port': {'default': 80}},
            steps=[{'script': 'a.sh'},
                   {'files': {'/etc/motd': {'mode': 0o600, 'owner': 'root'}}},
                   {'script': {'path': 'b.sh', 'run': 'if-changed'}}])
        """);

    assertThat(converted()).contains("steps:", "script: a.sh", "mode: '0600'", "run: if-changed");
  }

  @Test
  void the_old_programs_example_becomes_what_one_would_write() throws IOException {
    machine.python(
        """
        config.DEFAULT_PROVIDER = 'rackspace'
        config.DEFAULT_USERID = 'user1'
        config.DEFAULT_SECRET_KEY = 'somehardtoguesssecret'

        config.DEFAULT_BOOTSTRAP_BUNDLES.extend(['tz', 'snmpd'])
        config.DEFAULT_BUNDLES.extend(['security'])

        config.add_bundle('dev', ['emacs.sh', 'screen.sh'],
                          ['/root/.emacs.d/init.el', '/root/.screenrc'])
        """);

    assertThat(converted())
        .isEqualTo(
            """
            # Converted from __init__.py by 'provision convert-config'.
            provider: rackspace
            userid: user1
            secret-key: somehardtoguesssecret
            default-bundles:
              add:
                - security
            default-bootstrap-bundles:
              add:
                - tz
                - snmpd
            bundles:
              dev:
                scripts:
                  - emacs.sh
                  - screen.sh
                files:
                  - /root/.emacs.d/init.el
                  - /root/.screenrc
            """);
  }

  @Test
  void everything_an_init_can_do_is_said_the_same_way() throws IOException {
    machine.write("site/pubkeys/alice", Machine.ALICE);
    machine.python(
        """
        import os
        config.DEFAULT_PROVIDER = 'true'
        config.DEFAULT_USERID = '0123'
        config.DEFAULT_SECRET_KEY = 'a: ${env:X} $${y} #"\\'\\\\\\u00fc\\t~'
        config.DEFAULT_IMAGE_NAME = 'noble'
        config.IMAGE_NAMES = {'mine': 'null', 'noble': '~'}
        config.DEFAULT_LOCATION_ID = 3
        config.DEFAULT_SIZE_ID = '1e3'
        config.DEFAULT_PUBKEY = '%s\\n'
        config.DEFAULT_NAME_PREFIX = ''
        config.DESTROYABLE_PREFIXES = []
        config.PUBKEYS.insert(0, '%s')
        config.SUBMAP.update({'a b': 'x\\ny\\n', '': ' ', 'null': '', 'n': 1.5})
        config.DEFAULT_BUNDLES += ['tz']
        config.SSH_KEY_PATH = os.path.join(config.PATH, 'cloud.pem')
        config.EX_USERDATA = '#!/bin/sh\\n\\ttab  \\n\\n  end'
        config.NODE_METADATA_CONTAINER_NAME = 'meta'
        config.PROVIDERS = {'lab': {'type': 'nova', 'userid': 'u', 'secret-key': 's', 'zones': ['a', 'b'], 'x': '5'}, 'y': 'z'}
        config.add_bundle('sub', ['deep/er.sh'], ['/a/b', '/c/b'], 'other')
        config.new_bundle('map', {'/opt/x': '/srv/x', '/opt/y': config.PATH + '/scripts/y'}, {'/e': config.PATH + '/f', '/f': '/g h', '/h': config.PATH + '/files/q'})
        config.BUNDLEMAP['tz'].filemap['/etc/x'] = '/y'
        config.BUNDLEMAP['empty'] = config.Bundle()
        del config.BUNDLEMAP['dev']
        config.DEFAULT_TARGETDIR = '/opt/late'
        """
            .formatted(Machine.BOB, Machine.CAROL));

    converted();
  }

  @Test
  void what_earlier_directories_said_can_be_taken_away() throws IOException {
    machine.write(
        machine.home.resolve(".provision/secrets/provision.yaml"),
        """
        provider: p
        userid: u
        secret-key: ${env:KEY}
        variables: {a: b, c: d}
        default-bundles: [x, y]
        providers: {lab: {type: t}}
        bundles: {web: {scripts: [{path: a.sh, timeout: 90s, environment: {A: b}}], files: {/x: {mode: "0600", owner: root}}}}
        """);
    machine.write(
        "site/__init__.py",
        """
        def init(config):
            config.DEFAULT_PROVIDER = config.DEFAULT_USERID = None
            del config.SUBMAP['a']
            config.DEFAULT_BUNDLES.remove('x')
            config.PROVIDERS.clear()
            config.BUNDLEMAP['web'].scriptmap['/late'] = '/l'
        """);

    assertThat(converted())
        .contains("provider: null\n", "userid: null\n", "a: null\n", "lab: null\n")
        .contains("default-bundles:\n  - y\n")
        .contains("timeout: 1m30s", "mode: '0600'")
        .doesNotContain("secret-key");
  }

  @Test
  void an_init_that_does_nothing_becomes_a_file_that_says_nothing() throws IOException {
    machine.python("pass");

    assertThat(converted()).startsWith("#").hasLineCount(1);
  }

  @Test
  void the_file_is_for_its_owner_only_and_the_secret_in_it_is_pointed_out() throws IOException {
    machine.python("config.DEFAULT_SECRET_KEY = 'hunter2'\nconfig.OWN = 1");
    Conversion conversion = convert();
    conversion.write();

    assertThat(Files.getPosixFilePermissions(conversion.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(conversion.notes())
        .containsExactly(
            "site/provision.yaml contains a secret; replace it with ${env:NAME}, ${file:PATH}, or"
                + " ${command:WORDS}",
            "config.OWN has no meaning in provision.yaml and was omitted",
            "while both files exist, site/provision.yaml takes precedence; remove site/__init__.py"
                + " when you no longer need it");
  }

  @Test
  void an_existing_file_is_not_overwritten() throws IOException {
    machine.python("pass");
    Conversion conversion = convert();
    machine.write("site/provision.yaml", "image: mine");

    assertThatThrownBy(conversion::write)
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("already exists, and is not overwritten");
    assertThatThrownBy(this::convert)
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("already exists, and is not overwritten");
    assertThat(machine.work.resolve("site/provision.yaml")).hasContent("image: mine");
  }

  @Test
  void a_directory_that_is_missing_or_holds_no_init_is_named() throws IOException {
    assertThatThrownBy(this::convert).hasMessageContaining("site: no such configuration directory");
    Files.createDirectories(machine.work.resolve("site"));
    assertThatThrownBy(this::convert)
        .hasMessageContaining("site: there is no __init__.py to convert");
  }

  @Test
  void what_cannot_be_said_in_yaml_is_named() {
    machine.python("config.new_bundle('x', {'relative/target': '/srv/x'})");

    assertThatThrownBy(this::convert)
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("site/__init__.py: cannot be converted to provision.yaml: ")
        .hasMessageContaining("'relative/target' is not an absolute path");
  }

  @Test
  void an_error_in_init_is_shown_as_it_is_when_loading() {
    machine.write("site/__init__.py", "def init(config): raise ValueError('broken')\n");

    assertThatThrownBy(this::convert)
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("site/__init__.py:1: ValueError: broken");
  }

  @Test
  void a_default_place_is_converted_with_the_places_before_it() throws IOException {
    Path secrets = machine.home.resolve(".provision/secrets");
    machine.write(
        secrets.resolve("__init__.py"), "def init(config): config.DEFAULT_USERID = 'u'\n");

    Conversion conversion =
        new ConfigurationConverter(machine.environment()).convert("~/.provision/secrets/");

    assertThat(conversion.file()).isEqualTo(secrets.resolve("provision.yaml"));
    assertThat(conversion.text()).endsWith("\nuserid: u\n");
  }
}
