package dev.provision.adapter.jclouds.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provision.adapter.jclouds.account.GivenOptions;
import dev.provision.ports.cloud.CloudException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Amazon's files are read as `configparser` reads them, which Amazon's tools use; the program
/// `python3` is asked.
final class AwsFileOracleTest {
  private static final String ORACLE =
      """
      import configparser, sys
      for name in sys.argv[1:]:
          parser = configparser.RawConfigParser()
          try:
              parser.read([name], encoding='utf-8')
              print(';'.join(sorted('%s/%s=%s' % (s, o, parser.get(s, o).replace('\\n', '|'))
                                    for s in parser.sections() for o in parser.options(s))))
          except configparser.Error:
              print('error')
      """;

  private static final List<String> FILES =
      List.of(
          "[default]\nregion = a\n",
          "[default]\nregion=a\n[x]\nregion = b\n",
          "[default]\nregion: a\n",
          "[default]\nregion : a = b\n",
          "[default]\nendpoint_url = http://h:1/\n",
          "[default]\nREGION = a\n",
          "[default]\nRegion = a\nregion = b\n",
          "[default]\nregion = a\nregion = b\n",
          "[default]\nregion = a\n[default]\nregion = b\n",
          "[default]\n  region = a\n  output = b\n",
          "[default]\n  region = a\noutput = b\n",
          "[default]\nregion = a\n  more\n",
          "[default]\ns3 =\n  style = path\n  x = y\nregion = a\n",
          "[default]\ns3 =\n  style = path\n    deeper\nregion = a\n",
          "[default]\nregion = a ; note\n",
          "[default]\nregion = a # note\n",
          "[default]\n# note\nregion = a\n; note\n",
          "[default]\n  # note\nregion = a\n",
          "[default] # note\nregion = a\n",
          "[default]]\nregion = a\n",
          "[profile \"two words\"]\nregion = a\n",
          "[ profile x ]\nregion = a\n",
          "[default\nregion = a\n",
          "[]\nregion = a\n",
          "region = a\n",
          "[default]\nregion\n",
          "[default]\n= a\n",
          "[default]\nregion =\n",
          "[default]\n\n\nregion\t=\ta\t\n",
          "  [default]\n  region = a\n",
          "[default]\nregion = a\n  [x]\noutput = b\n",
          "[default]\nregion = \"a\"\n",
          "\uFEFF[default]\nregion = a\n",
          "",
          "# nothing\n");

  @TempDir private Path directory;

  private String read(Path file) {
    Map<String, String> all = new TreeMap<>();
    try {
      AwsFile.sections(file, new GivenOptions("ec2", Map.of()))
          .forEach(
              (section, keys) ->
                  keys.forEach(
                      (key, value) ->
                          all.put(section + "/" + key + "=" + value.replace("\n", "|"), "")));
    } catch (CloudException e) {
      assertThat(e.failure().reason()).contains(file.toString());
      return "error";
    }
    return String.join(";", all.keySet());
  }

  @Test
  void each_file_is_read_as_configparser_reads_it() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-B", "-I", "-c", ORACLE));
    List<String> ours = new ArrayList<>();
    for (String text : FILES) {
      Path file = Files.writeString(directory.resolve("file-" + ours.size()), text);
      command.add(file.toString());
      ours.add(read(file));
    }
    Process python;
    try {
      python = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      boolean required = "true".equals(System.getenv("PROVISION_REQUIRE_ALL"));
      assumeTrue(required, "no python3: " + e); // skips the test, unless it is required
      throw e;
    }
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(python.waitFor()).as(said).isZero();
    List<String> theirs = List.of(said.split("\n", -1)).subList(0, FILES.size());
    for (int at = 0; at < FILES.size(); at++) {
      assertThat(ours.get(at)).as(FILES.get(at)).isEqualTo(theirs.get(at));
    }
  }
}
