package dev.provision.library.configuration.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.bundle.Bundle;
import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.variable.VariableValue;
import dev.provision.library.configuration.LoadedConfiguration;
import dev.provision.library.configuration.Machine;
import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs a python3 on the PATH, as `__init__.py` does.
class PythonConfigurationTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  @Test
  void the_old_programs_example_means_what_it_meant() {
    machine.write(
        "secrets_dir/__init__.py",
        """
        def init(config):
            config.DEFAULT_PROVIDER = 'rackspace'
            config.DEFAULT_USERID = 'user1'
            config.DEFAULT_SECRET_KEY = 'somehardtoguesssecret'

            config.DEFAULT_BOOTSTRAP_BUNDLES.extend(['tz', 'snmpd'])
            config.DEFAULT_BUNDLES.extend(['security'])

            config.add_bundle('dev', ['emacs.sh', 'screen.sh'],
                              ['/root/.emacs.d/init.el', '/root/.screenrc'])
        """);

    LoadedConfiguration loaded = machine.load("secrets_dir");

    Configuration configuration = loaded.configuration();
    assertThat(configuration.provider()).isEqualTo("rackspace");
    assertThat(configuration.userid()).contains("user1");
    assertThat(configuration.secretKey()).map(Secret::reveal).contains("somehardtoguesssecret");
    assertThat(configuration.defaultBootstrapBundles()).containsExactly("tz", "snmpd");
    assertThat(configuration.defaultBundles()).containsExactly("security");
    assertThat(configuration.accounts()).isEmpty();
    String site = machine.work + "/secrets_dir";
    Bundle dev = Machine.bundle(configuration, "dev");
    assertThat(dev.scripts())
        .containsExactly(
            new ScriptEntry("/root/deploy/emacs.sh", site + "/scripts/emacs.sh"),
            new ScriptEntry("/root/deploy/screen.sh", site + "/scripts/screen.sh"));
    assertThat(dev.files())
        .containsExactly(
            new FileEntry("/root/.emacs.d/init.el", site + "/files/init.el"),
            new FileEntry("/root/.screenrc", site + "/files/.screenrc"));
    assertThat(dev.origin()).matches("secrets_dir/__init__.py:(9|10)");
    assertThat(loaded.warnings())
        .containsExactly("secrets_dir/__init__.py:9: overwriting bundle 'dev'");
  }

  @Test
  void what_python_does_not_see_of_a_bundle_survives_it() {
    machine.write(
        "one/provision.yaml",
        """
        bundles:
          web:
            scripts: [{path: a.sh, timeout: 5m, environment: {A: b}}]
            files: {/etc/x: {mode: "0600", owner: root}}
        """);
    machine.write(
        "two/__init__.py", "def init(config): config.BUNDLEMAP['web'].filemap['/new'] = '/n'\n");

    Bundle web = Machine.bundle(machine.configuration("one", "two"), "web");

    assertThat(web.scripts().getFirst().timeout()).contains(Duration.ofMinutes(5));
    assertThat(web.files().getFirst().mode()).contains(0600);
    assertThat(web.files().getLast())
        .isEqualTo(new FileEntry("/new", "/n", Optional.empty(), Optional.empty()));
  }

  @Test
  void steps_and_parameters_mean_what_they_mean_in_a_provision_yaml() {
    machine.write(
        "yaml/provision.yaml",
        """
        bundles:
          shop:
            description: "the shop \\U0001F6D2"
            needs: [hello]
            parameters:
              port: {default: 8080, description: where it listens}
              word: {secret: true}
            steps:
              - script: users.sh
              - files: {/etc/key.pem: {source: /k.pem, mode: "0600", secret: true}}
              - directory: {/srv/shop: {source: /site, delete: true, exclude: ["*.bak"]}}
                only: {os: [debian]}
              - script: {path: /m.sh, run: once, timeout: 5m, environment: {N: 1, P: "${env:P}"}}
              - script: {path: /r.sh, run: {if-changed: [/etc/key.pem]}}
        """);
    machine.write(
        "python/__init__.py",
        """
        import pathlib

        def init(config):
            config.add_bundle('shop',
                description='the shop \\N{SHOPPING TROLLEY}', needs=['hello'],
                parameters={'port': {'default': 8080, 'description': 'where it listens'},
                            'word': {'secret': True}},
                steps=[
                    {'script': '../../yaml/scripts/users.sh'},
                    {'files': {'/etc/key.pem': {
                        'source': pathlib.Path('/k.pem'), 'mode': 0o600, 'secret': True}}},
                    {'directory': {'/srv/shop': {
                        'source': '/site', 'delete': True, 'exclude': ('*.bak',)}},
                     'only': {'os': ['debian']}},
                    {'script': {'path': '/m.sh', 'run': 'once', 'timeout': '5m',
                                'environment': {'N': 1, 'P': '${env:P}'}}},
                    {'script': {'path': '/r.sh', 'run': {'if-changed': ['/etc/key.pem']}}}])
        """);
    machine.variables.put("P", "s3cret");

    Bundle yaml = Machine.bundle(machine.configuration("yaml"), "shop");
    Bundle python = Machine.bundle(machine.configuration("python"), "shop");

    assertThat(shown(python)).isEqualTo(shown(yaml)).contains("/srv/shop", "8080", "*.bak");
    assertThat(python.origin()).isEqualTo("python/__init__.py:4");
    ScriptEntry migrate = (ScriptEntry) python.steps().get(3);
    assertThat(migrate.environment().get("P")).isInstanceOf(VariableValue.Hidden.class);
  }

  /// A bundle's own text: secrets are equal only to themselves.
  private static String shown(Bundle bundle) {
    return bundle.withoutOrigin().toString();
  }

  @Test
  void a_bundle_that_replaces_one_with_steps_keeps_nothing_of_it() {
    machine.write("one/provision.yaml", "bundles: {web: {needs: [tz], steps: [{script: a.sh}]}}");
    machine.write("two/__init__.py", "def init(config): config.add_bundle('web', ['/b.sh'])\n");

    Bundle web = Machine.bundle(machine.configuration("one", "two"), "web");

    assertThat(web.steps()).isEmpty();
    assertThat(web.needs()).isEmpty();
    assertThat(web.scripts()).containsExactly(new ScriptEntry("/b.sh", "/b.sh"));
  }

  @Test
  void a_reference_to_a_secret_passes_through_without_being_fetched() {
    machine.variables.put("KEY", "s3cret");
    machine.write("one/provision.yaml", "secret-key: ${env:KEY}");
    machine.write(
        "two/__init__.py", "def init(config): config.SUBMAP['seen'] = config.DEFAULT_SECRET_KEY\n");

    Configuration configuration = machine.configuration("one", "two");

    assertThat(Machine.variables(configuration)).containsEntry("seen", "${env:KEY}");
    assertThat(configuration.secretKey()).map(Secret::reveal).contains("s3cret");
  }

  @Test
  void a_directory_can_import_its_own_modules_its_neighbors_and_the_old_programs() {
    machine.write("secrets/names.py", "NAME = 'relative'\n");
    machine.write("secrets/plain.py", "NAME = 'plain'\n");
    machine.write("neighbor/__init__.py", "NAME = 'neighbor'\n");
    machine.write("json.py", "raise Exception('the working directory is no module path')\n");
    machine.write(
        "secrets/__init__.py",
        """
        from __future__ import print_function
        import os.path, random, tempfile
        from . import names
        import plain
        import neighbor
        import provision.config
        from provision import config as same
        from provision.collections import OrderedDict

        def init(config):
            assert same is config and provision.config is config
            config.SUBMAP.update(a=names.NAME, b=plain.NAME, c=neighbor.NAME)
            config.new_bundle('x', OrderedDict([('/a', '/b')]))
        """);

    assertThat(Machine.variables(machine.configuration("secrets")))
        .isEqualTo(Map.of("a", "relative", "b", "plain", "c", "neighbor"));
    assertThat(machine.work.resolve("secrets/__pycache__")).doesNotExist();
  }

  @Test
  void libcloud_may_be_imported_where_it_is_not_installed() {
    machine.write(
        "site/__init__.py",
        """
        import libcloud
        import libcloud.types
        from libcloud.compute.types import Provider, DeploymentError
        from libcloud.compute import providers
        from libcloud.compute.providers import get_driver

        def init(config):
            config.PROVIDERS = {'rackspace': Provider.RACKSPACE, 'amazon': Provider.EC2_US_EAST}
            try:
                get_driver(Provider.RACKSPACE)
            except DeploymentError:
                pass
            except ImportError as error:
                config.SUBMAP['said'] = str(error)
        """);

    Configuration configuration = machine.configuration("site");

    assertThat(configuration.accounts()).containsOnlyKeys("amazon");
    assertThat(Machine.account(configuration, "amazon").type()).isEqualTo("ec2_us_east");
    assertThat(Machine.variables(configuration).get("said")).contains("libcloud is not installed");
  }

  @Test
  void what_it_prints_is_passed_on() {
    machine.write(
        "site/__init__.py",
        """
        import os, subprocess, sys
        print('at import')

        def init(config):
            print('to stdout')
            sys.stderr.write('to stderr\\n')
            os.write(1, b'raw\\n')
            subprocess.call(['echo', 'from a child'])
            assert sys.stdin.read() == ''
        """);

    assertThat(machine.load("site").warnings())
        .containsExactlyInAnyOrder(
            "site/__init__.py: at import",
            "site/__init__.py: to stdout",
            "site/__init__.py: to stderr",
            "site/__init__.py: raw",
            "site/__init__.py: from a child");
  }

  @Test
  void a_directory_without_init_sets_nothing_and_says_so() {
    machine.write("site/__init__.py", "x = 1\n");

    assertThat(machine.load("site").warnings())
        .containsExactly("site/__init__.py: there is no function init(config), so it sets nothing");
  }

  @Test
  void a_secret_written_in_a_file_that_others_can_read_draws_a_warning() {
    machine.variables.put("KEY", "from elsewhere");
    machine.python("config.DEFAULT_SECRET_KEY = 'hunter2'");
    Path file = machine.work.resolve("site/__init__.py");

    assertThat(machine.load("site").warnings()).isEmpty();
    file.toFile().setReadable(true, false);
    assertThat(machine.load("site").warnings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("site/__init__.py: this file contains a secret, and other users can read it")
        .contains("chmod 600", "os.environ")
        .doesNotContain("${");

    machine.python("import os\nconfig.DEFAULT_SECRET_KEY = os.environ['KEY']");
    file.toFile().setReadable(true, false);
    assertThat(machine.load("site").warnings()).isEmpty();
  }

  @Test
  void a_changed_name_for_the_key_directory_holds_for_later_directories() {
    machine.write("one/__init__.py", "def init(config): config.PUBKEYSDIR = 'people'\n");
    machine.write("two/provision.yaml", "");
    machine.write("two/people/alice", Machine.ALICE);

    assertThat(machine.configuration("one", "two").keys().keys()).hasSize(1);
  }
}
