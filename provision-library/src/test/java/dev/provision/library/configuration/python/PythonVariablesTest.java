package dev.provision.library.configuration.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.domain.bundle.FileEntry;
import dev.provision.domain.bundle.ScriptEntry;
import dev.provision.domain.configuration.Configuration;
import dev.provision.domain.key.PublicKey;
import dev.provision.library.configuration.Machine;
import dev.provision.ports.Secret;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs a python3 on the PATH, as `__init__.py` does.
class PythonVariablesTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  @Test
  void every_variable_can_be_read_with_its_default() {
    machine.variables.put("VIRTUAL_ENV", "/venv");
    machine.write(machine.home.resolve(".ssh/id_ed25519.pub"), Machine.ALICE);
    machine.write("site/pubkeys/bob", Machine.BOB);

    machine.python(
        """
        import os
        home = os.path.expanduser('~')
        assert config.PROVIDERS['rackspace'] == 'rackspace'
        assert config.IMAGE_NAMES['lucid'] == 'Ubuntu 10.04 LTS (lucid)'
        assert config.DEFAULT_IMAGE_NAME == 'noble'
        assert config.DEFAULT_LOCATION_ID == 0 and config.DEFAULT_SIZE_ID == 0
        assert config.DEFAULT_PUBKEY.startswith('ssh-ed25519 '), config.DEFAULT_PUBKEY
        assert config.LOCAL_DEFAULTS == home + '/.provision/secrets', config.LOCAL_DEFAULTS
        assert config.VIRTUAL_ENV == '/venv'
        assert config.VIRTUAL_DEFAULTS == '/venv/provision_secrets'
        assert config.DEFAULT_TARGETDIR == '/root/deploy'
        assert config.DEFAULT_NAME_PREFIX == 'deploy-test-'
        assert config.DESTROYABLE_PREFIXES == ['deploy-test-']
        assert (config.SCRIPTSDIR, config.FILESDIR, config.PUBKEYSDIR) == ('scripts', 'files', 'pubkeys')
        assert [key.split()[2] for key in config.PUBKEYS] == ['bob@example']
        assert config.SUBMAP == {} and config.BOOTSTRAPPED_IMAGE_NAMES == []
        assert config.DEFAULT_BUNDLES == [] and config.DEFAULT_BOOTSTRAP_BUNDLES == []
        assert list(config.BUNDLEMAP['hello'].scriptmap) == ['/root/deploy/hello.sh']
        assert config.PATH == os.path.dirname(os.path.abspath(__file__)), config.PATH
        assert config.DEFAULT_PROVIDER == 'local'
        assert config.DEFAULT_USERID is None and config.DEFAULT_SECRET_KEY is None
        assert config.SSH_KEY_PATH is None and config.EX_USERDATA is None
        assert config.NODE_METADATA_CONTAINER_NAME is None
        assert len(config.random_str()) == 6
        assert config.join('a', 'b') == 'a/b'
        assert config.logger.name == 'provision'
        """);
  }

  @Test
  void every_variable_can_be_assigned() {
    Configuration configuration =
        machine.python(
            """
            config.DEFAULT_PROVIDER = 'p'
            config.DEFAULT_USERID = 12
            config.DEFAULT_SECRET_KEY = b'${env:X} is literal here'
            config.DEFAULT_IMAGE_NAME = 'mine'
            config.IMAGE_NAMES = {'mine': 'My image'}
            config.DEFAULT_LOCATION_ID = 3
            config.DEFAULT_SIZE_ID = 4
            config.DEFAULT_PUBKEY = '%s'
            config.DEFAULT_TARGETDIR = '/opt'
            config.DEFAULT_NAME_PREFIX = 'web-'
            config.DESTROYABLE_PREFIXES = ('web-', 'x-')
            config.PUBKEYS = ['%s\\n# comment\\n%s\\n']
            config.SUBMAP = {'port': 80, 'none': None}
            config.BUNDLEMAP = {'only': config.Bundle({'/a': '/b'}, {'/c': '/d'})}
            config.BOOTSTRAPPED_IMAGE_NAMES = ['mine']
            config.DEFAULT_BUNDLES = ['only']
            config.DEFAULT_BOOTSTRAP_BUNDLES = ['only']
            config.SSH_KEY_PATH = '~/cloud.pem'
            config.EX_USERDATA = '#!/bin/sh'
            config.NODE_METADATA_CONTAINER_NAME = 'meta'
            config.PROVIDERS = {'lab': {'type': 'nova', 'userid': 'u', 'secret-key': 's', 'zones': ['a', 'b']}, 'x': 'y'}
            """
                .formatted(Machine.ALICE, Machine.BOB, Machine.CAROL));

    assertThat(configuration.provider()).isEqualTo("p");
    assertThat(configuration.userid()).contains("12");
    assertThat(configuration.secretKey()).map(Secret::reveal).contains("${env:X} is literal here");
    assertThat(configuration.image()).isEqualTo("mine");
    assertThat(configuration.imageNames()).isEqualTo(Map.of("mine", "My image"));
    assertThat(configuration.location()).isEqualTo("3");
    assertThat(configuration.size()).isEqualTo("4");
    assertThat(configuration.defaultKey()).map(PublicKey::line).contains(Machine.ALICE);
    assertThat(configuration.targetDirectory()).isEqualTo("/opt");
    assertThat(configuration.namePrefix()).isEqualTo("web-");
    assertThat(configuration.destroyablePrefixes()).containsExactly("web-", "x-");
    assertThat(configuration.keys().keys())
        .extracting(PublicKey::line)
        .containsExactly(Machine.BOB, Machine.CAROL);
    assertThat(Machine.variables(configuration)).isEqualTo(Map.of("port", "80", "none", "None"));
    assertThat(configuration.bundles()).containsOnlyKeys("only");
    assertThat(Machine.bundle(configuration, "only").scripts())
        .containsExactly(new ScriptEntry("/a", "/b"));
    assertThat(Machine.bundle(configuration, "only").files())
        .containsExactly(new FileEntry("/c", "/d"));
    assertThat(configuration.bootstrappedImages()).containsExactly("mine");
    assertThat(configuration.defaultBundles()).containsExactly("only");
    assertThat(configuration.defaultBootstrapBundles()).containsExactly("only");
    assertThat(configuration.sshKey()).contains(machine.home + "/cloud.pem");
    assertThat(configuration.userData()).contains("#!/bin/sh");
    assertThat(configuration.metadataContainer()).contains("meta");
    assertThat(configuration.accounts()).containsOnlyKeys("lab", "x");
    assertThat(Machine.account(configuration, "lab").options()).isEqualTo(Map.of("zones", "a\nb"));
    assertThat(Machine.account(configuration, "lab").secretKey()).contains(Secret.of("s"));
    assertThat(Machine.account(configuration, "x").type()).isEqualTo("y");
  }

  @Test
  void every_collection_can_be_changed_in_place() {
    Configuration configuration =
        machine.python(
            """
            config.IMAGE_NAMES.update({'mine': 'My image'})
            config.DESTROYABLE_PREFIXES.append('web-')
            config.PUBKEYS.extend(['%s'])
            config.SUBMAP['a'] = 'b'
            config.BUNDLEMAP['tz'].filemap['/x'] = '/y'
            del config.BUNDLEMAP['dev']
            config.BOOTSTRAPPED_IMAGE_NAMES += ['mine']
            config.DEFAULT_BUNDLES.insert(0, 'tz')
            config.PROVIDERS['lab'] = 'nova'
            """
                .formatted(Machine.BOB));

    assertThat(configuration.imageNames()).containsEntry("mine", "My image").containsKey("noble");
    assertThat(configuration.destroyablePrefixes()).containsExactly("deploy-test-", "web-");
    assertThat(configuration.keys().keys()).hasSize(1);
    assertThat(Machine.variables(configuration)).isEqualTo(Map.of("a", "b"));
    assertThat(Machine.bundle(configuration, "tz").files())
        .containsExactly(new FileEntry("/x", "/y"));
    assertThat(Machine.bundle(configuration, "tz").scripts()).hasSize(1);
    assertThat(configuration.bundles()).doesNotContainKey("dev");
    assertThat(configuration.bootstrappedImages()).containsExactly("mine");
    assertThat(configuration.defaultBundles()).containsExactly("tz");
    assertThat(Machine.account(configuration, "lab").type()).isEqualTo("nova");
  }

  @Test
  void the_functions_make_bundles_of_any_shape() {
    Configuration configuration =
        machine.python(
            """
            import os
            config.add_bundle('a', ['x.sh'], ['/etc/y'], 'other', filesdir='elsewhere')
            config.add_bundle('none')
            config.new_bundle('b', config.makemap(['s.sh', 't.sh'], '/src', '/dst'), {'/etc/f': '/src/g'})
            config.new_bundle('c', config.makemap(['s.sh'], os.path.join(config.PATH, 'q')))
            config.new_bundle('d', {'/opt/x': 'relative/x'})
            config.BUNDLEMAP['e'] = config.Bundle(filemap={'/h': '/i'})
            """);

    String site = machine.work + "/site";
    assertThat(Machine.bundle(configuration, "a").scripts())
        .containsExactly(new ScriptEntry("/root/deploy/x.sh", site + "/other/x.sh"));
    assertThat(Machine.bundle(configuration, "a").files())
        .containsExactly(new FileEntry("/etc/y", site + "/elsewhere/y"));
    assertThat(Machine.bundle(configuration, "none").scripts()).isEmpty();
    assertThat(Machine.bundle(configuration, "b").scripts())
        .containsExactly(
            new ScriptEntry("/dst/s.sh", "/src/s.sh"), new ScriptEntry("/dst/t.sh", "/src/t.sh"));
    assertThat(Machine.bundle(configuration, "b").files())
        .containsExactly(new FileEntry("/etc/f", "/src/g"));
    assertThat(Machine.bundle(configuration, "c").scripts())
        .containsExactly(new ScriptEntry("/root/deploy/s.sh", site + "/q/s.sh"));
    assertThat(Machine.bundle(configuration, "d").scripts())
        .containsExactly(new ScriptEntry("/opt/x", machine.work + "/relative/x"));
    assertThat(Machine.bundle(configuration, "e").files())
        .containsExactly(new FileEntry("/h", "/i"));
  }

  @Test
  void variables_of_its_own_reach_the_next_directory() {
    machine.write("one/__init__.py", "def init(config): config.REGIONS = ['a', 'b']\n");
    machine.write("two/provision.yaml", "");
    machine.write(
        "three/__init__.py", "def init(config): config.SUBMAP['region'] = config.REGIONS[1]\n");

    assertThat(Machine.variables(machine.configuration("one", "two", "three")))
        .containsEntry("region", "b");
  }

  @Test
  void overwriting_a_variable_or_a_bundle_draws_a_warning_with_its_line() {
    machine.write(
        "site/__init__.py",
        """
        def init(config):
            config.DEFAULT_PROVIDER = 'a'
            config.DEFAULT_PROVIDER = 'a'
            config.DEFAULT_IMAGE_NAME = 'lucid'
            config.DEFAULT_USERID = 'u'
            config.add_bundle('mine', ['a.sh'])
            config.add_bundle('mine', ['a.sh'])
            config.add_bundle('mine', ['b.sh'])
            config.DEFAULT_SECRET_KEY = 'hunter1'
            config.DEFAULT_SECRET_KEY = 'hunter2'
            config.DEFAULT_BUNDLES = ['mine']
            config.DEFAULT_BUNDLES += ['tz']
            config.DEFAULT_SIZE_ID = 2
        """);
    machine.write("two/__init__.py", "def init(config): config.SUBMAP['a'] = 2\n");
    machine.write("one/provision.yaml", "variables: {a: 1}");

    assertThat(machine.load("site").warnings())
        .containsExactly(
            "site/__init__.py:3: overwriting config.DEFAULT_PROVIDER",
            "site/__init__.py:4: overwriting config.DEFAULT_IMAGE_NAME",
            "site/__init__.py:7: overwriting bundle 'mine'",
            "site/__init__.py:8: overwriting bundle 'mine'",
            "site/__init__.py:10: overwriting config.DEFAULT_SECRET_KEY",
            "site/__init__.py:13: overwriting config.DEFAULT_SIZE_ID");
    assertThat(machine.load("one", "two").warnings())
        .containsExactly(
            "two/__init__.py: config.SUBMAP: 'a' replaces the value from"
                + " one/provision.yaml:1:16");
  }

  @Test
  void a_variable_that_is_nearly_one_of_provisions_draws_a_warning() {
    machine.python("config.DEFAULT_BUNDELS = ['tz']\nconfig.OWN = 1\nconfig.own = 2");

    assertThat(machine.load("site").warnings())
        .containsExactly(
            "site/__init__.py:2: config.DEFAULT_BUNDELS has no meaning in Provision; did you mean"
                + " 'DEFAULT_BUNDLES'?");
  }

  @Test
  void none_takes_a_value_away() {
    machine.write(
        "one/provision.yaml",
        "{provider: p, userid: u, secret-key: s, default-public-key: \"%s\"}"
            .formatted(Machine.ALICE));
    machine.write(
        "two/__init__.py",
        """
        def init(config):
            config.DEFAULT_PROVIDER = config.DEFAULT_USERID = config.DEFAULT_SECRET_KEY = None
            config.DEFAULT_PUBKEY = ''
        """);

    Configuration configuration = machine.configuration("one", "two");

    assertThat(configuration.provider()).isEqualTo("local");
    assertThat(configuration.userid()).isEmpty();
    assertThat(configuration.secretKey()).isEmpty();
    assertThat(configuration.defaultKey()).isEmpty();
  }
}
