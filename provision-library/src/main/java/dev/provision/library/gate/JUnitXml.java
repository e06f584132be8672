package dev.provision.library.gate;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyAttribute;
import jakarta.xml.bind.annotation.XmlAnyElement;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlMixed;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.w3c.dom.Element;

/// JUnit's XML as JAXB sees it: what is known by name, and all the rest as it stands.
///
/// Tested by `JUnitGateTest` and `JUnitReportsTest`.
final class JUnitXml {
  /// Deeper files than any test run writes are refused before they exhaust the stack.
  private static final String DEEPEST = "100";

  /// The element that [Suite] is.
  static final String SUITE = "testsuite";

  /// A suite of suites, which is a suite.
  static final String SUITES = "testsuites";

  /// As many digits as fit into a number.
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

  /// Name spaces whose attributes say where the schema is, and how blanks are meant.
  private static final Set<String> OF_XML =
      Set.of(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, XMLConstants.XML_NS_URI);

  private JUnitXml() {}

  /// Whether a text is a count.
  static boolean isWhole(String text) {
    return WHOLE.matcher(text.strip()).matches();
  }

  /// A reader of a file. It refuses document types, ignores name spaces, and stays shallow.
  static XMLStreamReader reader(Reader in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty("jdk.xml.maxElementDepth", DEEPEST);
    return new Guarded(factory.createXMLStreamReader(in));
  }

  private static final class Guarded extends StreamReaderDelegate {
    Guarded(XMLStreamReader reader) {
      super(reader);
    }

    @Override
    public int next() throws XMLStreamException {
      int event = super.next();
      if (event == DTD) {
        throw new XMLStreamException(
            "it has a document type (DOCTYPE), which could include other files", getLocation());
      }
      return event;
    }

    @Override
    public String getLocalName() {
      String name = super.getLocalName();
      return name.equals(SUITES) ? SUITE : name;
    }

    @Override
    public String getNamespaceURI() {
      return "";
    }
  }

  /// What suites and cases have in common.
  @XmlAccessorType(XmlAccessType.NONE)
  abstract static class Node {
    @XmlAnyAttribute private final Map<QName, String> attributes = new HashMap<>();

    @XmlElement(name = "properties")
    private final List<Remark> properties = new ArrayList<>();

    @XmlElement(name = "system-out")
    private final List<Remark> output = new ArrayList<>();

    @XmlElement(name = "system-err")
    private final List<Remark> errorOutput = new ArrayList<>();

    /// Elements, and texts between those.
    @XmlMixed @XmlAnyElement private final List<Object> others = new ArrayList<>();

    /// An attribute that is there and not blank.
    Optional<String> attribute(String name) {
      return Optional.ofNullable(attributes.get(new QName(name)))
          .map(String::strip)
          .filter(value -> !value.isEmpty());
    }

    /// All attributes but those of XML itself, by name; `{NAME SPACE}NAME` if it has a name space.
    Map<String, String> attributes() {
      Map<String, String> all = new TreeMap<>();
      attributes.forEach(
          (name, value) -> {
            if (!OF_XML.contains(name.getNamespaceURI())) {
              all.put(name.toString(), value);
            }
          });
      return all;
    }

    /// What is in it and has no place there: elements, or text.
    List<String> unknown() {
      return Stream.concat(
              others.stream().flatMap(Node::name),
              Stream.of(properties, output, errorOutput)
                  .flatMap(List::stream)
                  .flatMap(Remark::unknown))
          .distinct()
          .toList();
    }

    private static Stream<String> name(Object other) {
      return other instanceof Element element
          ? Stream.of("<" + element.getLocalName() + ">")
          : String.valueOf(other).isBlank() ? Stream.of() : Stream.of("text");
    }

    abstract String title();
  }

  /// `<testsuite>` or `<testsuites>`, which may hold further ones.
  @XmlAccessorType(XmlAccessType.NONE)
  static final class Suite extends Node {
    @XmlElement(name = SUITE)
    final List<Suite> suites = new ArrayList<>();

    @XmlElement(name = "testcase")
    final List<Case> cases = new ArrayList<>();

    /// A count that it gives.
    Optional<Long> count(String name) {
      return attribute(name).map(value -> number(name, value));
    }

    boolean empty() {
      return suites.isEmpty() && cases.isEmpty();
    }

    @Override
    String title() {
      return attribute("name").map("suite '%s'"::formatted).orElse("a suite without a name");
    }
  }

  /// `<testcase>`.
  @XmlAccessorType(XmlAccessType.NONE)
  static final class Case extends Node {
    @XmlElement(name = "failure")
    final List<Outcome> failures = new ArrayList<>();

    @XmlElement(name = "error")
    final List<Outcome> errors = new ArrayList<>();

    @XmlElement(name = "skipped")
    final List<Outcome> skips = new ArrayList<>();

    @XmlElement(name = "flakyFailure")
    final List<Outcome> flakyFailures = new ArrayList<>();

    @XmlElement(name = "flakyError")
    final List<Outcome> flakyErrors = new ArrayList<>();

    @XmlElement(name = "rerunFailure")
    final List<Outcome> rerunFailures = new ArrayList<>();

    @XmlElement(name = "rerunError")
    final List<Outcome> rerunErrors = new ArrayList<>();

    boolean failed() {
      return !failures.isEmpty() || !errors.isEmpty();
    }

    /// Failed at first, and passed when it was run again, as Surefire writes it.
    boolean flaky() {
      return !flakyFailures.isEmpty() || !flakyErrors.isEmpty();
    }

    @Override
    String title() {
      return attribute("name")
          .or(() -> attribute("classname"))
          .map("case '%s'"::formatted)
          .orElse("a case without a name");
    }
  }

  /// `<failure>`, `<error>` or `<skipped>` and their kin, whatever is in it.
  @XmlAccessorType(XmlAccessType.NONE)
  static final class Outcome {
    @XmlAnyAttribute private final Map<QName, String> attributes = new HashMap<>();

    /// What it says of itself, in one line.
    String message() {
      String message = attributes.getOrDefault(new QName("message"), "").strip();
      return message.lines().findFirst().map(String::strip).orElse("");
    }
  }

  /// What a test run tells besides, in text: it decides nothing, so no element that could may hide
  /// in it.
  @XmlAccessorType(XmlAccessType.NONE)
  static final class Remark {
    @XmlElement(name = "property")
    private final List<Outcome> properties = new ArrayList<>();

    @XmlAnyElement private final List<Element> others = new ArrayList<>();

    Stream<String> unknown() {
      return others.stream().map(element -> "<" + element.getLocalName() + ">");
    }
  }

  private static long number(String attribute, String text) {
    if (!isWhole(text)) {
      throw new NumberFormatException(
          "the attribute %s is not a count: '%s'"
              .formatted(attribute.toLowerCase(Locale.ROOT), text));
    }
    return Long.parseLong(text);
  }
}
