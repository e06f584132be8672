package dev.provision.library.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.library.configuration.draft.AccountKeys;
import dev.provision.library.configuration.yaml.AccountYaml;
import dev.provision.library.configuration.yaml.BundleYaml;
import dev.provision.library.configuration.yaml.EntryFields;
import dev.provision.library.configuration.yaml.EntryYaml;
import dev.provision.library.configuration.yaml.ParameterYaml;
import dev.provision.library.configuration.yaml.ProvisionYaml;
import dev.provision.library.configuration.yaml.TreeYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps `provision.schema.json` and the reader of `provision.yaml` in step.
class SchemaTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path root;
  private final JsonNode schema = schema();

  private static JsonNode schema() {
    try (InputStream stream =
        Objects.requireNonNull(SchemaTest.class.getResourceAsStream("provision.schema.json"))) {
      return JSON.readTree(stream.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Collection<String> keys(String pointer) {
    return List.copyOf(schema.at(pointer).propertyNames());
  }

  @Test
  void the_schema_has_the_keys_the_reader_has() {
    assertThat(keys("/properties")).containsExactlyElementsOf(ProvisionYaml.keys());
    assertThat(keys("/$defs/bundle/properties")).containsExactlyElementsOf(BundleYaml.KEYS);
    assertThat(keys("/$defs/script/properties")).containsExactlyElementsOf(EntryYaml.SCRIPT_KEYS);
    assertThat(keys("/$defs/file/properties")).containsExactlyElementsOf(EntryYaml.FILE_KEYS);
    assertThat(keys("/$defs/step/properties")).containsExactlyElementsOf(BundleYaml.STEP_KEYS);
    assertThat(keys("/$defs/directory/properties")).containsExactlyElementsOf(TreeYaml.KEYS);
    assertThat(keys("/$defs/reboot/properties")).containsExactlyElementsOf(EntryYaml.REBOOT_KEYS);
    assertThat(keys("/$defs/only/properties")).containsExactlyElementsOf(EntryFields.ONLY_KEYS);
    assertThat(keys("/$defs/parameter/properties")).containsExactlyElementsOf(ParameterYaml.KEYS);
    assertThat(keys("/$defs/template/properties"))
        .containsExactlyElementsOf(EntryYaml.TEMPLATE_KEYS);
    assertThat(keys("/$defs/account/properties"))
        .containsExactly(
            AccountKeys.TYPE,
            AccountKeys.USERID,
            AccountKeys.SECRET_KEY,
            AccountYaml.OPTIONS,
            AccountYaml.PROPERTIES);
  }

  private List<String> bySchema(String yaml) {
    Object value =
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
    return new JsonSchema(schema).check(JSON.valueToTree(value));
  }

  private List<String> byReader(String yaml) {
    return new ArrayList<>(new Machine(root).yamlProblems(yaml));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# nothing",
        "{}",
        "{provider: a, userid: 5, secret-key: '${env:X}', image: b, location: 0, size: m1}",
        "{name-prefix: '', target-dir: /x, ssh-key-path: ~/k, metadata-container-name: m}",
        "{user-data: 'x', image-names: {a: b, c: null}, variables: {a: 1, b: true, c: null}}",
        "{userid: null, image: null, user-data: ~, default-bundles: null, bundles: {a: null}}",
        "{default-bundles: [a], default-bootstrap-bundles: {add: [a]}, destroyable-prefixes:"
            + " {replace: []}}",
        "bundles: {a: {scripts: [a.sh, {path: b, target: /b, timeout: 1h2m3s, environment: {A:"
            + " 1}}]}}",
        "bundles: {a: {files: [/a, /b/c]}, b: {files: {/a: b, /c: {source: d, mode: '0644', owner:"
            + " 'a:b'}, /e: {}}}}",
        "providers: {a: {type: b, userid: c, secret-key: d, x: [1, e], properties: {f.g: h}}, i:"
            + " null}",
        "bundles: {a: {scripts: [{path: b, line-ends: unix}, {path: c, line-ends: keep}]}}",
        "{x-mine: {a: [b, 5]}, x-: null, provider: a}",
        "bundles: {a: {description: d, needs: [b], parameters: {p: 1, q: null, r: {default: x,"
            + " description: d, values: [x, 1], pattern: '[a-z]+', secret: true}}}}",
        "bundles: {a: {steps: [{script: a.sh}, {files: [/a]}, {script: {path: b, run: once}, only:"
            + " {os: debian}}, {files: {/c: {template: t}, /d: {template: {source: t, type:"
            + " format-string}, secret: true}}}, {script: {path: c, run: {if-changed: [/a]}, only:"
            + " {os: [debian, alpine], architecture: aarch64}}}]}}",
        "bundles: {a: {steps: [{directory: {/srv/a: site/, /srv/b/: {source: b, delete: true,"
            + " exclude: ['*.bak', cache/], links: refuse, owner: a, only: {os: debian}}, /srv/c:"
            + " {}}}]}}",
        "bundles: {a: {scripts: [{path: b, run: if-changed}], files: {/x: {source: y, line-ends:"
            + " unix}}}}",
      })
  void both_accept_the_same_good_files(String yaml) {
    assertThat(bySchema(yaml)).isEmpty();
    assertThat(byReader(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a]",
        "provder: a",
        "X-mine: a",
        "bundles: {a: {x-mine: b}}",
        "provider: 5",
        "provider: [a]",
        "provider: ''",
        "size: []",
        "userid: {}",
        "target-dir: x",
        "user-data: {fil: x}",
        "user-data: {}",
        "default-bundles: a",
        "default-bundles: [5]",
        "default-bundles: {}",
        "default-bundles: {ad: [a]}",
        "default-bundles: {add: [a], replace: [b]}",
        "image-names: {a: 5}",
        "image-names: [a]",
        "variables: {a: [b]}",
        "bundles: [a]",
        "bundles: {a: []}",
        "bundles: {a: {script: []}}",
        "bundles: {a: {scripts: b}}",
        "bundles: {a: {scripts: [b/]}}",
        "bundles: {a: {scripts: [{}]}}",
        "bundles: {a: {scripts: [{path: b, timeout: 5}]}}",
        "bundles: {a: {scripts: [{path: b, timeout: '5'}]}}",
        "bundles: {a: {scripts: [{path: b, timeout: 0s}]}}",
        "bundles: {a: {scripts: [{path: b, target: c}]}}",
        "bundles: {a: {scripts: [{path: b, environment: {1: c}}]}}",
        "bundles: {a: {scripts: [{path: b, environment: {A: null}}]}}",
        "bundles: {a: {scripts: [{path: b, line-ends: dos}]}}",
        "bundles: {a: {steps: [{script: a.sh, files: [/a]}]}}",
        "bundles: {a: {steps: [{only: {os: debian}}]}}",
        "bundles: {a: {steps: [a.sh]}}",
        "bundles: {a: {steps: [{directory: [/a]}]}}",
        "bundles: {a: {steps: [{directory: {a: b}}]}}",
        "bundles: {a: {steps: [{directory: {/a: {links: follow}}}]}}",
        "bundles: {a: {steps: [{directory: {/a: {exclude: [/]}}}]}}",
        "bundles: {a: {steps: [{directory: {/a: {delete: 1}}}]}}",
        "bundles: {a: {steps: [{script: a.sh}], files: [/a]}}",
        "bundles: {a: {scripts: [{path: b, run: twice}]}}",
        "bundles: {a: {scripts: [{path: b, run: {if-changed: []}}]}}",
        "bundles: {a: {scripts: [{path: b, only: {os: 'a b'}}]}}",
        "bundles: {a: {parameters: {a-b: 1}}}",
        "bundles: {a: {parameters: {a: {secret: maybe}}}}",
        "bundles: {a: {parameters: {a: [1]}}}",
        "bundles: {a: {files: {/a: {source: b, template: c}}}}",
        "bundles: {a: {files: {/a: {template: {type: jinja}}}}}",
        "bundles: {a: {files: [b]}}",
        "bundles: {a: {files: [/b/]}}",
        "bundles: {a: {files: {b: c}}}",
        "bundles: {a: {files: {/b: {mode: 0644}}}}",
        "bundles: {a: {files: {/b: {mode: '9'}}}}",
        "bundles: {a: {files: {/b: {owner: 'x y'}}}}",
        "bundles: {a: {files: {/b: {x: y}}}}",
        "providers: {a: b}",
        "providers: {a: {}}",
        "providers: {a: {type: 5}}",
        "providers: {a: {type: b, c: {d: e}}}",
        "providers: {a: {type: b, c: null}}",
        "providers: {a: {type: b, properties: [c]}}",
      })
  void both_refuse_the_same_bad_files(String yaml) {
    assertThat(bySchema(yaml)).isNotEmpty();
    assertThat(byReader(yaml)).isNotEmpty();
  }
}
