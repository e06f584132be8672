package dev.provision.library.gate;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.library.state.OrdinaryFiles;
import dev.provision.library.text.IoMessages;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Decides from a JUnit XML report whether a node's tests passed.
///
/// They passed if every suite and case in it has a known form, is counted, and passed, and at least
/// one ran. Everything else counts as a failure. Document type declarations are rejected, so
/// entities are never read. `JUnitGateTest` tests it with reports of known tools.
public final class JUnitGate {
  /// So many reasons are told; a report may hold thousands.
  private static final int TOLD = 3;

  /// Reports in other formats, by their outermost element.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("test-run", "NUnit 3"),
          Map.entry("test-results", "NUnit 2"),
          Map.entry("assemblies", "xUnit.net"),
          Map.entry("assembly", "xUnit.net"),
          Map.entry("TestRun", "MSTest (trx)"),
          Map.entry("testng-results", "TestNG"),
          Map.entry("robot", "Robot Framework"),
          Map.entry("Site", "CTest's dashboard"),
          Map.entry("Catch", "Catch2's own reporter"),
          Map.entry("Catch2TestRun", "Catch2's own reporter"),
          Map.entry("doctest", "doctest"),
          Map.entry("TestLog", "Boost.Test"),
          Map.entry("TestResult", "Boost.Test"),
          Map.entry("TestCase", "QTest"),
          Map.entry("failsafe-summary", "Failsafe's summary"));

  private JUnitGate() {}

  /// What a file says.
  ///
  /// @param tests how many tests there were
  /// @param failures how many failed
  /// @param errors how many ended with an error
  /// @param reasons why it does not show that all tests ran and passed
  public record Verdict(long tests, long failures, long errors, List<String> reasons) {
    /// Keeps a copy of the reasons.
    public Verdict {
      reasons = List.copyOf(reasons);
    }

    /// Whether there were tests, and all of them passed.
    public boolean passed() {
      return reasons.isEmpty();
    }

    @Override
    public String toString() {
      String told = String.join("; ", reasons.subList(0, Math.min(TOLD, reasons.size())));
      return (failures + errors == 0
              ? ""
              : "%s of %s tests failed, %s ended with an error: "
                  .formatted(failures, tests, errors))
          + told
          + (reasons.size() > TOLD ? "; and %s more".formatted(reasons.size() - TOLD) : "");
    }
  }

  /// Reads a file.
  ///
  /// @throws ProblemsException if it cannot be read, or is no JUnit report
  public static Verdict read(Path file) {
    try (InputStream in = OrdinaryFiles.open(file)) {
      return verdict(XmlText.of(in));
    } catch (IOException e) {
      throw unreadable(file, IoMessages.of(e), e);
    } catch (XMLStreamException | JAXBException | NumberFormatException e) {
      throw unreadable(file, reason(e), e);
    }
  }

  private static Verdict verdict(XmlText text)
      throws IOException, XMLStreamException, JAXBException {
    try {
      return JUnitAudit.verdict(suite(JUnitXml.reader(text.reader())));
    } catch (XMLStreamException | JAXBException e) {
      if (deepest(e) instanceof CharacterCodingException) {
        throw new IOException("it is not encoded in its declared encoding, " + text.encoding(), e);
      }
      throw e;
    }
  }

  private static Throwable deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  /// The outermost suite. All of the file is read, for it must be well-formed to its end.
  private static JUnitXml.Suite suite(XMLStreamReader xml)
      throws JAXBException, XMLStreamException {
    while (!xml.isStartElement()) {
      xml.next();
    }
    String root = xml.getLocalName();
    if (!root.equals(JUnitXml.SUITE)) {
      throw new XMLStreamException(
          "its root element is <%s>%s, not <testsuite> or <testsuites>"
              .formatted(
                  root, Optional.ofNullable(OTHERS.get(root)).map(" of "::concat).orElse("")));
    }
    JUnitXml.Suite suite =
        JAXBContext.newInstance(JUnitXml.Suite.class)
            .createUnmarshaller()
            .unmarshal(xml, JUnitXml.Suite.class)
            .getValue();
    while (xml.hasNext()) {
      xml.next();
    }
    return suite;
  }

  private static String reason(Exception failure) {
    Throwable deepest = deepest(failure);
    if (deepest instanceof XMLStreamException e && e.getLocation() != null) {
      String message = String.valueOf(e.getMessage());
      int text = message.indexOf("Message: ");
      return "line %s, column %s: %s"
          .formatted(
              e.getLocation().getLineNumber(),
              e.getLocation().getColumnNumber(),
              text < 0 ? message : message.substring(text + "Message: ".length()));
    }
    return String.valueOf(deepest.getMessage());
  }

  private static ProblemsException unreadable(Path file, String reason, Exception cause) {
    ProblemsException problem =
        new ProblemsException(
            Problem.at(file.toString(), "not a readable JUnit report: " + reason)
                .next("nothing was destroyed; give the XML report that the test run wrote"));
    problem.initCause(cause);
    return problem;
  }
}
