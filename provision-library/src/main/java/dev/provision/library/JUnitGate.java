package dev.provision.library;

import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Decides by a JUnit-style XML file whether a node's tests have passed.
///
/// All suites count, nested ones too; what a suite does not count itself is counted from its cases.
/// Suites may be within any other elements. A file without any test does not pass. Document type
/// declarations are refused, so entities are never read.
public final class JUnitGate {
  private JUnitGate() {}

  /// What a file says.
  ///
  /// @param tests how many tests there were
  /// @param failures how many failed
  /// @param errors how many ended with an error
  public record Verdict(long tests, long failures, long errors) {
    /// Whether there were tests, and all of them passed.
    public boolean passed() {
      return tests > 0 && failures == 0 && errors == 0;
    }

    @Override
    public String toString() {
      return tests == 0
          ? "it holds no test at all"
          : "%s of %s tests failed, %s ended with an error".formatted(failures, tests, errors);
    }
  }

  /// Reads a file.
  ///
  /// @throws ProblemsException if it cannot be read, or is no JUnit report
  public static Verdict read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<Verdict> suites = suites(JUnitXml.reader(in));
      if (suites.isEmpty()) {
        throw new XMLStreamException("it has no element 'testsuite'");
      }
      return JUnitXml.sum(suites);
    } catch (IOException e) {
      throw unreadable(file, Reasons.of(e), e);
    } catch (XMLStreamException | JAXBException | NumberFormatException e) {
      throw unreadable(file, reason(e), e);
    }
  }

  /// The outermost suites. All of the file is read, for it must be well-formed to its end.
  private static List<Verdict> suites(XMLStreamReader xml)
      throws JAXBException, XMLStreamException {
    Unmarshaller unmarshaller = JAXBContext.newInstance(JUnitXml.Suite.class).createUnmarshaller();
    List<Verdict> suites = new ArrayList<>();
    while (xml.hasNext()) {
      if (xml.isStartElement() && xml.getLocalName().equals(JUnitXml.SUITE)) {
        // Goes on to what follows the suite.
        suites.add(unmarshaller.unmarshal(xml, JUnitXml.Suite.class).getValue().verdict());
      } else {
        xml.next();
      }
    }
    return suites;
  }

  private static String reason(Exception failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
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
            Problem.at(file.toString(), "not readable as JUnit test results: " + reason)
                .next("nothing was destroyed; give the XML file that the test run wrote"));
    problem.initCause(cause);
    return problem;
  }
}
