package dev.provision.library.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.domain.ProblemsException;
import dev.provision.library.gate.JUnitGate.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JUnitGateTest {
  @TempDir Path directory;

  private Verdict read(String xml) {
    try {
      return JUnitGate.read(Files.writeString(directory.resolve("results.xml"), xml));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<testsuite tests='3' errors='0' failures='0'/>",
        "<testsuite><testcase name='a'/><testcase name='b'><skipped/></testcase></testsuite>",
        "<?xml version='1.0'?><!-- c --><testsuites>\n <testsuite name='x' tests='2' time='0.1'>"
            + "<properties><property name='a' value='b'/></properties><testcase/><testcase>"
            + "<system-out>&lt;failure&gt;</system-out></testcase></testsuite></testsuites>",
        "<testsuite xmlns='urn:x' tests='1'><testcase/></testsuite>",
        "<testsuites><testsuite><testsuite><testcase/></testsuite></testsuite></testsuites>",
        "<testsuite tests='1' not-run='0' assertions='7' flakes='1'><testcase"
            + " name='a'/></testsuite>"
      })
  void passes_when_there_were_tests_and_none_failed(String xml) {
    assertThat(read(xml).passed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<testsuites><testsuite tests='1'/><testsuite tests='1' errors='1'/></testsuites>",
        "<testsuites failures='1'><testsuite tests='1'/></testsuites>",
        "<testsuites><testsuite tests='1'><testsuite><testcase><failure/></testcase></testsuite>"
            + "</testsuite></testsuites>",
        "<testsuite xmlns='urn:x' tests='1'><testcase><failure/></testcase></testsuite>",
        "<testsuite tests='1'><group><testsuite tests='1' errors='1'/></group></testsuite>",
        "<testsuites><testsuites><testsuite tests='1' failures='1'/></testsuites></testsuites>",
        "<testsuites tests='1'><testcase><failure/></testcase></testsuites>",
        "<testsuite tests='1'><group><testcase><p><error/></p></testcase></group></testsuite>",
        "<testsuite tests='3' failures='0' errors='0' ignored='3'/>",
        "<testsuite tests='3' failures='0' errors='0' skips='3'/>",
        "<testsuite tests='3' failures='0' errors='0' skip='3'/>",
        "<testsuite tests='3' failures='0' errors='0' skipped='1' disabled='2'/>",
        "<testsuite tests='3' failures='0' errors='0' status='skipped'/>",
        "<testsuites><testsuite tests='3' failures='0' errors='0'"
            + " ignored='3'/><testsuite/></testsuites>",
        "<testsuite tests='1' ignored='1'><testcase name='a'/></testsuite>",
        "<testsuite tests='1' status='skipped'><testcase name='a'/></testsuite>",
        "<testsuite/>",
        "<testsuites/>",
        "<testsuites tests='0'><testsuite tests='0'/></testsuites>",
        "<testsuite tests='1' not-run='1'><testcase name='a'/></testsuite>",
        "<testsuite tests='1' Lost='2'><testcase name='a'/></testsuite>",
        "<testsuite tests='1'><testcase name='a'>FAILED: boom</testcase></testsuite>",
        "<testsuite tests='1'>FAILED<testcase name='a'/></testsuite>"
      })
  void does_not_pass_when_anything_failed_or_nothing_was_tested(String xml) {
    assertThat(read(xml).passed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incomplete='true'",
        "aborted='true'",
        "status=''",
        "result=' '",
        "outcome='?'",
        "passed='0'",
        "success='no'",
        "failed='1'",
        "failure-message='boom'",
        "Failures='1'",
        "xmlns:x='urn:x' x:status='failed'",
        "total='9'"
      })
  void an_attribute_that_is_not_known_to_be_good_closes_the_gate(String attribute) {
    assertThat(
            read("<testsuite tests='1' failures='0' errors='0'><testcase name='a' %s/></testsuite>"
                    .formatted(attribute))
                .reasons())
        .isNotEmpty();
    assertThat(
            read("<testsuite tests='1' failures='0' errors='0' %s><testcase name='a'/></testsuite>"
                    .formatted(attribute))
                .reasons())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"error='boom'", "failures='1'", "errors='1'", "tests='1'", "skipped='1'"})
  void a_count_or_a_message_of_a_case_closes_the_gate_and_is_named(String attribute) {
    assertThat(
            read("<testsuite tests='1' failures='0' errors='0'><testcase name='a' %s/></testsuite>"
                    .formatted(attribute))
                .toString())
        .contains("case 'a'")
        .contains(attribute.substring(0, attribute.indexOf('=')));
  }

  @Test
  void a_long_value_is_shown_in_part() {
    assertThat(
            read("<testsuite tests='1'><testcase name='a' message='%s&#10;x'/></testsuite>"
                    .formatted("m".repeat(500)))
                .toString())
        .contains("its attribute message is 'mmm")
        .hasSizeLessThan(250);
  }

  @Test
  void failures_and_errors_are_summed_over_all_suites() {
    assertThat(
            read("<testsuites><testsuite tests='1'><testcase><failure/></testcase></testsuite>"
                    + "<testsuite tests='2'><testcase/><testcase><error/></testcase>"
                    + "</testsuite></testsuites>")
                .toString())
        .startsWith("1 of 3 tests failed, 1 ended with an error: ");
  }

  @Test
  void of_many_reasons_three_are_told_and_the_others_counted() {
    assertThat(
            read(
                "<testsuite>"
                    + "<testcase name='a'><failure/></testcase>".repeat(9)
                    + "<testcase name='b'><error/></testcase>".repeat(1)
                    + "<testcase name='c' status='?'/><testcase name='d' status='?'/></testsuite>"))
        .asString()
        .endsWith("; and 1 more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not xml",
        "<testsuite tests='1'>",
        "<testsuite tests='1'/><trailing/>",
        "<html><body/></html>",
        "<report><testsuite tests='1' errors='0' failures='0'/></report>",
        "<testsuite tests='many'/>",
        "<testsuite tests='1' errors='-1'/>",
        "<testsuite tests='1'>&undeclared;</testsuite>"
      })
  void what_is_no_junit_report_is_refused_by_name(String xml) {
    assertThatThrownBy(() -> read(xml))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("results.xml: not a readable JUnit report: ")
        .hasMessageContaining("nothing was destroyed");
  }

  @Test
  void bytes_that_are_not_of_the_encoding_are_refused() throws IOException {
    Path file =
        Files.write(
            directory.resolve("results.xml"),
            "<testsuite tests='1' name='\u00ff'/>".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> JUnitGate.read(file)).hasMessageContaining("UTF-8");
  }

  @Test
  void an_outside_entity_is_refused_and_never_read() {
    Path secret = directory.resolve("secret");

    assertThatThrownBy(
            () ->
                read(
                    "<!DOCTYPE testsuite [<!ENTITY x SYSTEM '%s'>]><testsuite tests='1'>&x;</testsuite>"
                        .formatted(secret.toUri())))
        .hasMessageContaining("DOCTYPE");
  }

  @Test
  void an_entity_bomb_is_refused_at_its_document_type() {
    StringBuilder bomb = new StringBuilder("<!DOCTYPE testsuite [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 60; i++) {
      bomb.append("<!ENTITY a%s '&a%s;&a%s;'>".formatted(i, i - 1, i - 1));
    }
    bomb.append("]><testsuite tests='1' name='&a59;'/>");

    assertThatThrownBy(() -> read(bomb.toString())).hasMessageContaining("DOCTYPE");
  }

  @Test
  void a_file_nested_deeper_than_any_test_run_writes_is_refused() {
    assertThatThrownBy(() -> read("<testsuite>".repeat(200_000)))
        .hasMessageContaining("exceeds the limit")
        .hasMessageContaining("jdk.xml.maxElementDepth");
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_pipe_that_nobody_fills_is_named_and_not_waited_for() throws Exception {
    Path pipe = directory.resolve("pipe.xml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> JUnitGate.read(pipe))
        .hasMessageContaining(pipe.toString())
        .hasMessageContaining("it is a pipe or a device, not a file");
  }

  @Test
  void a_missing_file_and_a_directory_are_named() {
    assertThatThrownBy(() -> JUnitGate.read(directory.resolve("gone.xml")))
        .hasMessageContaining("no such file or directory: " + directory.resolve("gone.xml"));
    assertThatThrownBy(() -> JUnitGate.read(directory))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(directory.toString());
  }
}
