package dev.provision.adapter.jclouds;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// An element of an XML answer.
///
/// @param element the element
record Xml(Element element) {
  /// @throws IllegalArgumentException if it is no XML
  static Xml parse(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // it would write to standard error
      return new Xml(builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    } catch (SAXException | IOException e) {
      throw new IllegalArgumentException("it is no XML: " + e.getMessage(), e);
    }
  }

  /// The elements at the end of this path of names.
  List<Xml> all(String path) {
    List<Xml> found = List.of(this);
    for (String name : path.split("/", -1)) {
      List<Xml> next = new ArrayList<>();
      found.forEach(xml -> xml.children(name, next));
      found = next;
    }
    return found;
  }

  private void children(String name, List<Xml> to) {
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element one && one.getTagName().equals(name)) {
        to.add(new Xml(one));
      }
    }
  }

  /// The text of the first element at the end of this path; empty if there is none, or it has none.
  Optional<String> text(String path) {
    return all(path).stream()
        .findFirst()
        .map(xml -> xml.element.getTextContent().strip())
        .filter(text -> !text.isEmpty());
  }

  /// A text that must be there.
  ///
  /// @throws IllegalArgumentException if it is not
  String required(String path) {
    return text(path)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no %s in %s".formatted(path, element.getTagName())));
  }
}
