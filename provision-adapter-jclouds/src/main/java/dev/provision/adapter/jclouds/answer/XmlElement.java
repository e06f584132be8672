package dev.provision.adapter.jclouds.answer;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// An element of an XML answer.
///
/// The only place here that makes an XML parser, for answers and errors alike: a document type
/// could name files of this computer, and have them sent away.
///
/// Tested by `OddAnswersTest`, `XmlSafetyTest` and `Ec2ContractTest`.
///
/// @param element the element
public record XmlElement(Element element) {
  /// Parses an answer.
  ///
  /// @throws IllegalArgumentException if it is no XML, or has a document type
  public static XmlElement parse(String text) {
    try {
      return new XmlElement(
          parser().parse(new InputSource(new StringReader(text))).getDocumentElement());
    } catch (SAXException | IOException e) {
      throw new IllegalArgumentException("it is not XML: " + e.getMessage(), e);
    }
  }

  private static DocumentBuilder parser() {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder parser = factory.newDocumentBuilder();
      parser.setErrorHandler(new Thrown());
      return parser;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The elements at the end of this path of names.
  public List<XmlElement> all(String path) {
    List<XmlElement> found = List.of(this);
    for (String name : path.split("/", -1)) {
      List<XmlElement> next = new ArrayList<>();
      found.forEach(xml -> xml.children(name, next));
      found = next;
    }
    return found;
  }

  /// The items of the list of this name, which must be there and hold nothing else than elements,
  /// an item at least among them. Other elements are among the items, where they cannot be read as
  /// such.
  ///
  /// @throws IllegalArgumentException if it is not
  public List<XmlElement> items(String name) {
    XmlElement list =
        all(name).stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no " + name + " in it"));
    List<XmlElement> all = list.elements();
    boolean isList = all.isEmpty() ? list.ownText().isEmpty() : !list.all("item").isEmpty();
    if (!isList) {
      throw new IllegalArgumentException(name + " in it is not a list");
    }
    return all;
  }

  private List<XmlElement> elements() {
    List<XmlElement> all = new ArrayList<>();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element one) {
        all.add(new XmlElement(one));
      }
    }
    return all;
  }

  private void children(String name, List<XmlElement> to) {
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element one && one.getTagName().equals(name)) {
        to.add(new XmlElement(one));
      }
    }
  }

  /// The text of the first element at the end of this path; empty if there is none, or it has none.
  public Optional<String> text(String path) {
    return all(path).stream().findFirst().flatMap(XmlElement::ownText);
  }

  /// The text of the first element of this name, however deep it is.
  Optional<String> first(String name) {
    return Optional.ofNullable(element.getElementsByTagName(name).item(0))
        .map(found -> new XmlElement((Element) found))
        .flatMap(XmlElement::ownText);
  }

  private Optional<String> ownText() {
    return Optional.of(element.getTextContent().strip()).filter(text -> !text.isEmpty());
  }

  /// A text that must be there.
  ///
  /// @throws IllegalArgumentException if it is not
  public String required(String path) {
    return text(path)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no %s in %s".formatted(path, element.getTagName())));
  }

  /// Without a handler, the parser writes to standard error.
  private static final class Thrown implements ErrorHandler {
    @Override
    public void warning(SAXParseException exception) {}

    @Override
    public void error(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXException {
      throw exception;
    }
  }
}
