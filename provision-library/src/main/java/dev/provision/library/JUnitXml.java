package dev.provision.library;

import dev.provision.library.JUnitGate.Verdict;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.jspecify.annotations.Nullable;

/// JUnit's XML as JAXB sees it: only what the gate asks for.
final class JUnitXml {
  /// Deeper files than any test run writes are refused before they exhaust the stack.
  private static final String DEEPEST = "100";

  /// The element that [Suite] is.
  static final String SUITE = "testsuite";

  private JUnitXml() {}

  /// A reader of the suites, cases and outcomes in a file, at any depth: other elements are left
  /// out, what is in them is not. It refuses document types, ignores name spaces, and stays
  /// shallow.
  static XMLStreamReader reader(InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty("jdk.xml.maxElementDepth", DEEPEST);
    return new Guarded(factory.createXMLStreamReader(in));
  }

  private static final class Guarded extends StreamReaderDelegate {
    private static final Set<String> KNOWN =
        Set.of("testsuites", SUITE, "testcase", "failure", "error");

    Guarded(XMLStreamReader reader) {
      super(reader);
    }

    @Override
    public int next() throws XMLStreamException {
      int event = super.next();
      while ((event == START_ELEMENT || event == END_ELEMENT)
          && !KNOWN.contains(super.getLocalName())) {
        event = super.next();
      }
      if (event == DTD) {
        throw new XMLStreamException(
            "it has a document type (DOCTYPE), which could pull in other files", getLocation());
      }
      return event;
    }

    /// A suite of suites is a suite.
    @Override
    public String getLocalName() {
      String name = super.getLocalName();
      return name.equals("testsuites") ? SUITE : name;
    }

    @Override
    public String getNamespaceURI() {
      return "";
    }
  }

  /// `<testsuite>` or `<testsuites>`, which may hold further ones.
  @XmlAccessorType(XmlAccessType.NONE)
  static final class Suite {
    @XmlElement(name = SUITE)
    private final List<Suite> suites = new ArrayList<>();

    @XmlElement(name = "testcase")
    private final List<Case> cases = new ArrayList<>();

    @XmlAttribute @Nullable private String tests;
    @XmlAttribute @Nullable private String failures;
    @XmlAttribute @Nullable private String errors;

    Verdict verdict() {
      List<Verdict> parts = new ArrayList<>(suites.stream().map(Suite::verdict).toList());
      cases.forEach(one -> parts.add(one.verdict()));
      return atLeast(sum(parts), tests, failures, errors);
    }
  }

  /// `<testcase>`.
  @XmlAccessorType(XmlAccessType.NONE)
  static final class Case {
    @XmlElement(name = "failure")
    private final List<Outcome> failures = new ArrayList<>();

    @XmlElement(name = "error")
    private final List<Outcome> errors = new ArrayList<>();

    Verdict verdict() {
      return new Verdict(1, Math.min(1, failures.size()), Math.min(1, errors.size()));
    }
  }

  /// `<failure>` or `<error>`, whatever is in it.
  @XmlAccessorType(XmlAccessType.NONE)
  static final class Outcome {}

  static Verdict sum(List<Verdict> parts) {
    return new Verdict(
        parts.stream().mapToLong(Verdict::tests).sum(),
        parts.stream().mapToLong(Verdict::failures).sum(),
        parts.stream().mapToLong(Verdict::errors).sum());
  }

  /// A suite's own counts and those of its parts should agree; where they do not, the worse one is
  /// believed.
  private static Verdict atLeast(
      Verdict counted, @Nullable String tests, @Nullable String failures, @Nullable String errors) {
    return new Verdict(
        Math.max(counted.tests(), number("tests", tests)),
        Math.max(counted.failures(), number("failures", failures)),
        Math.max(counted.errors(), number("errors", errors)));
  }

  private static long number(String attribute, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return 0;
    }
    String plain = text.strip();
    if (!plain.matches("[0-9]{1,18}")) {
      throw new NumberFormatException(
          "the attribute %s is not a count: '%s'".formatted(attribute, plain));
    }
    return Long.parseLong(plain);
  }
}
