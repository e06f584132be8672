package dev.provision.adapter.jclouds.node;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who logs in to a node: the user that the makers of its image put in.
///
/// The second column is the usual one, the third Amazon's, where it differs.
public enum Distribution {
  UBUNTU("ubuntu", "ubuntu", ""),
  DEBIAN("debian", "debian", "admin"),
  ROCKY("rocky", "rocky", ""),
  ALMA("alma", "almalinux", "ec2-user"),
  AMAZON("amazon|amzn|\\bal20|\\bal2\\b", "ec2-user", ""),
  FEDORA("fedora", "fedora", ""),
  CENTOS_STREAM("centos.*stream", "cloud-user", "ec2-user"),
  CENTOS("centos", "centos", ""),
  RED_HAT("rhel|red ?hat", "cloud-user", "ec2-user"),
  SUSE("suse|sles", "opensuse", "ec2-user"),
  ORACLE("oracle", "opc", "ec2-user"),
  ARCH("\\barch", "arch", ""),
  ALPINE("alpine", "alpine", ""),
  FLATCAR("flatcar|coreos", "core", ""),
  FREE_BSD("freebsd", "freebsd", "ec2-user"),
  CIRROS("cirros", "cirros", "");

  private final Pattern pattern;
  private final String user;
  private final String amazonUser;

  Distribution(String pattern, String user, String amazonUser) {
    this.pattern = Pattern.compile("(?i)" + pattern);
    this.user = user;
    this.amazonUser = amazonUser.isEmpty() ? user : amazonUser;
  }

  /// The distribution that an image of this name holds, as far as its name tells.
  public static Optional<Distribution> of(String imageName) {
    return Stream.of(values()).filter(d -> d.pattern.matcher(imageName).find()).findFirst();
  }

  /// The user at most clouds.
  public String user() {
    return user;
  }

  /// The user of images at Amazon.
  public String amazonUser() {
    return amazonUser;
  }
}
