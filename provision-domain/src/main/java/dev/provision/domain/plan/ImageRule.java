package dev.provision.domain.plan;

import dev.provision.domain.NearNames;
import dev.provision.domain.Problem;
import dev.provision.domain.ProblemsException;
import dev.provision.ports.cloud.Image;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which of a provider's images is meant.
///
/// The rule of the first Provision: of the images whose names start with what is sought, the last
/// that equals it; else the one with the largest first number in its name (`img10` beats `img9`),
/// the last of equals. New: an id, which goes first; a short name may stand for one, too.
///
/// @param asked what the user or the configuration said
/// @param fullName what that stands for; the same where it is no short name
/// @param explicit whether the request itself named it
public record ImageRule(String asked, String fullName, boolean explicit) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /// The image meant.
  ///
  /// @throws ProblemsException if there is none; it names the nearest
  public Image choose(List<Image> images) {
    return byId(images)
        .or(() -> byName(images))
        .or(() -> explicit ? Optional.empty() : onlyOne(images))
        .orElseThrow(() -> none(images));
  }

  private Optional<Image> byId(List<Image> images) {
    return Stream.of(asked, fullName)
        .flatMap(id -> images.stream().filter(image -> image.id().equals(id)))
        .findFirst();
  }

  private Optional<Image> byName(List<Image> images) {
    Optional<Image> best = Optional.empty();
    for (Image image : images) {
      // Every name starts with nothing: an empty variable in a shell would get some image or other.
      if (!fullName.isBlank()
          && image.name().startsWith(fullName)
          && best.map(earlier -> !better(earlier.name(), image.name())).orElse(true)) {
        best = Optional.of(image);
      }
    }
    return best;
  }

  /// Whether the earlier name stays the best when the later one is seen.
  private boolean better(String earlier, String later) {
    boolean earlierExact = earlier.equals(fullName);
    boolean laterExact = later.equals(fullName);
    if (earlierExact || laterExact) {
      return !laterExact;
    }
    return compareNumbers(firstNumber(earlier), firstNumber(later)) > 0;
  }

  private static String firstNumber(String name) {
    Matcher number = NUMBER.matcher(name);
    return number.find() ? number.group().replaceFirst("^0+(?=.)", "") : "";
  }

  private static int compareNumbers(String a, String b) {
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }

  /// Where a provider has but one image there is no choice to make, unless somebody made one.
  private static Optional<Image> onlyOne(List<Image> images) {
    return images.size() == 1 ? Optional.of(images.getFirst()) : Optional.empty();
  }

  private ProblemsException none(List<Image> images) {
    String what =
        asked.equals(fullName)
            ? "no image has the name or ID '" + asked + "'"
            : "no image name starts with '" + fullName + "', the full name of '" + asked + "'";
    List<String> near = NearNames.nearest(fullName, images.stream().map(Image::name).toList(), 3);
    return new ProblemsException(
        Problem.refused("image: " + what)
            .next(
                near.isEmpty()
                    ? "the provider has no images"
                    : "similar images: '"
                        + String.join("', '", near)
                        + "'; 'provision images' lists all"));
  }
}
