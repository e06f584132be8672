package dev.provision.library.configuration.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.library.configuration.Machine;
import dev.provision.library.configuration.machine.ProcessRunner.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonProblemsTest {
  private static final String FILE = "site/__init__.py";

  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void machine() {
    machine = new Machine(root);
  }

  private String problem(String... paths) {
    return String.join("\n", machine.problems(paths));
  }

  private String source(String text) {
    machine.write(FILE, text);
    return problem("site");
  }

  @Test
  void the_parenthesis_missing_from_the_old_programs_example_is_found() {
    assertThat(
            source(
                """
                def init(config):
                    config.DEFAULT_PROVIDER = 'rackspace'

                    config.DEFAULT_BOOTSTRAP_BUNDLES.extend(['tz', 'snmpd']
                    config.DEFAULT_BUNDLES.extend(['security'])
                """))
        .containsPattern("^site/__init__.py:[45]: Python cannot parse this: SyntaxError: ")
        .containsPattern("close the bracket|a bracket may be left open there");
  }

  @Test
  void old_python_is_named_as_such() {
    assertThat(source("def init(config):\n    print 'hello'\n"))
        .startsWith(FILE + ":2: Python cannot parse this: SyntaxError: ")
        .contains("print 'hello'")
        .endsWith("this is Python 2; write print(…) with parentheses");
    assertThat(source("def init(config):\n    try: pass\n    except E, e: pass\n"))
        .startsWith(FILE + ":3: Python cannot parse this: SyntaxError: ")
        .endsWith("convert it to Python 3");
    assertThat(source("def init(config):\n    {}.iteritems()\n"))
        .startsWith(FILE + ":2: AttributeError: ")
        .endsWith("this is Python 2; in Python 3 use items instead");
    assertThat(source("import ConfigParser\n"))
        .startsWith(FILE + ":1: ModuleNotFoundError: ")
        .endsWith("this is Python 2; in Python 3 use configparser instead");
  }

  @Test
  void an_error_in_init_is_shown_with_the_users_own_lines_only() {
    machine.write(
        "site/parts.py", "import json\n\ndef broken(text):\n    return json.loads(text)\n");
    machine.write(
        FILE,
        """
        from . import parts

        def init(config):
            parts.broken('{')
        """);

    assertThat(problem("site"))
        .startsWith("site/parts.py:4: JSONDecodeError: ")
        .contains("\n  site/__init__.py:4, in init\n    parts.broken('{')")
        .contains("\n  site/parts.py:4, in broken\n    return json.loads(text)")
        .doesNotContain("json/")
        .doesNotContain("<");
  }

  @Test
  void an_unknown_variable_is_named_with_the_nearest() {
    assertThat(machine.pythonProblems("config.DEFAULT_BUNDELS.append('x')"))
        .singleElement()
        .asString()
        .startsWith(
            FILE
                + ":2: AttributeError: config has no variable 'DEFAULT_BUNDELS';"
                + " did you mean 'DEFAULT_BUNDLES'?");
  }

  @Test
  void a_missing_module_is_named() {
    assertThat(source("import nosuchmodule\n"))
        .startsWith(FILE + ":1: ModuleNotFoundError: No module named 'nosuchmodule'")
        .endsWith(
            "install it for the python3 in use, or choose another python3 with PROVISION_PYTHON");
  }

  @Test
  void unsuitable_values_are_all_named_with_their_variables() {
    assertThat(
            machine.pythonProblems(
                """
                config.DEFAULT_BUNDLES = 'tz'
                config.DEFAULT_PROVIDER = ['a']
                config.SUBMAP = 5
                config.DESTROYABLE_PREFIXES.append(None)
                config.BUNDLEMAP['x'] = 'y'
                config.EX_USERDATA = b'\\xff'
                config.PUBKEYS = {'a': 'b'}
                config.new_bundle('y', {'/a': 5.5, '/b': None})
                config.IMAGE_NAMES['n'] = 'a\\0b'
                """))
        .containsExactlyInAnyOrder(
            FILE + ":2: config.DEFAULT_BUNDLES: expected a list of strings, found str",
            FILE + ":3: config.DEFAULT_PROVIDER: expected a string, found list",
            FILE + ":4: config.SUBMAP: expected a dictionary, found int",
            FILE + ": config.DESTROYABLE_PREFIXES[1]: expected a string, found None",
            FILE + ": config.BUNDLEMAP['x']: expected a Bundle, found str",
            FILE + ":7: config.EX_USERDATA: expected a string, found bytes that are not UTF-8",
            FILE + ":8: config.PUBKEYS: expected a list of strings, found dict",
            FILE + ": config.IMAGE_NAMES['n']: expected a string without NUL");
  }

  @Test
  void a_text_where_a_list_of_files_belongs_is_not_taken_letter_by_letter() {
    assertThat(machine.pythonProblems("config.add_bundle('dev', 'emacs.sh')"))
        .singleElement()
        .asString()
        .startsWith(
            FILE
                + ":2: TypeError: add_bundle: scripts must be a list such as ['emacs.sh'], not the"
                + " string 'emacs.sh'");
  }

  @Test
  void what_is_wrong_with_steps_is_named_with_the_line_of_the_bundle() {
    assertThat(
            source(
                """
                def init(config):
                    config.add_bundle('a', steps=[{'script': 'a.sh', 'only': {'osx': 'x'}}])
                    config.add_bundle('b', ['b.sh'], steps=[{'script': 'b.sh'}])
                    config.add_bundle('c', steps=[{'skript': 'c.sh'}, 7], needs='a')
                """))
        .contains(
            FILE + ":2: bundle 'a': a step: only: unknown key 'osx'",
            FILE + ":3: bundle 'b' has steps besides files or scripts",
            FILE + ":4: bundle 'c': a step: unknown key 'skript'",
            FILE + ":4: bundle 'c': a step: expected a mapping",
            FILE + ":4: bundle 'c': needs: expected a list");
    assertThat(source("def init(config):\n    config.add_bundle('a', steps=[{'script': init}])\n"))
        .contains("config.BUNDLEMAP['a']['steps'][0]['script']: expected a string, found function");
    assertThat(source("def init(config):\n    config.add_bundle('a', stepps=[])\n"))
        .startsWith(FILE + ":2: TypeError: ")
        .contains("stepps");
  }

  @Test
  void keys_that_are_none_are_named() {
    assertThat(machine.pythonProblems("config.DEFAULT_PUBKEY = 'x'\nconfig.PUBKEYS.append('y z')"))
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith(FILE + ": config.DEFAULT_PUBKEY: not a public key"))
        .anyMatch(problem -> problem.startsWith(FILE + ": config.PUBKEYS: not a public key"));
  }

  @Test
  void ending_the_program_is_named() {
    assertThat(machine.pythonProblems("import sys\nsys.exit('no way')"))
        .singleElement()
        .asString()
        .startsWith(FILE + ":3: it ended the program (sys.exit(no way))");
    assertThat(machine.pythonProblems("import os\nos._exit(7)"))
        .singleElement()
        .asString()
        .contains("exited with status 7 and without output");
  }

  @Test
  void no_python3_is_named_with_what_to_do() {
    machine.write(FILE, "def init(config): pass\n");
    machine.variables.put("PATH", root.toString());

    assertThat(problem("site"))
        .startsWith(FILE + ": reading it requires python3, but none is on the PATH;")
        .contains("PROVISION_PYTHON")
        .contains("provision convert-config");
  }

  @Test
  void another_python_can_be_named_and_must_be_there() throws IOException {
    machine.write(FILE, "def init(config): config.DEFAULT_USERID = 'u'\n");
    machine.variables.put("PROVISION_PYTHON", "nosuchpython");
    assertThat(problem("site"))
        .startsWith(FILE + ": PROVISION_PYTHON is 'nosuchpython', but there is no such program;");

    Path own = machine.write("bin/python", "#!/bin/sh\nexec python3 \"$@\"\n");
    own.toFile().setExecutable(true);
    machine.variables.put("PROVISION_PYTHON", "bin/python");
    assertThat(machine.configuration("site").userid()).contains("u");

    Files.writeString(own, "#!/bin/sh\nexit 0\n");
    assertThat(problem("site")).contains("exited with status 0 and without output");
  }

  @Test
  void one_that_takes_too_long_is_named() {
    machine.write(FILE, "def init(config): pass\n");
    machine.processes =
        command -> {
          throw new TimeoutException();
        };

    assertThat(problem("site")).startsWith(FILE + ": it did not finish within 2 min;");
  }

  @Test
  void an_interruption_leaves_the_thread_interrupted() {
    machine.write(FILE, "def init(config): pass\n");
    machine.processes =
        command -> {
          throw new InterruptedException();
        };

    assertThat(problem("site")).startsWith(FILE + ": interrupted while it ran");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void an_answer_that_makes_no_sense_is_named() {
    machine.write(FILE, "def init(config): pass\n");
    machine.processes = command -> new Ended(0, "{\"x\"", "");

    assertThat(problem("site")).startsWith(FILE + ": cannot parse the output of python3: ");
  }

  @Test
  void it_is_not_run_on_a_configuration_that_is_wrong_already() {
    machine.write("one/provision.yaml", "imagee: x");
    machine.write("two/__init__.py", "raise Exception('must not run')\n");

    assertThat(machine.problems("one", "two")).hasSize(1);
  }
}
