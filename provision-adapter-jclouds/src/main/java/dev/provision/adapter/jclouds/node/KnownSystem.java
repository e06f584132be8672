package dev.provision.adapter.jclouds.node;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The systems that have a built-in short name, and what each cloud calls their images.
///
/// The first column is the full name that the short name stands for. An empty column: that cloud
/// offers none, or none that can be had without a contract.
public enum KnownSystem {
  RESOLUTE(
      "Ubuntu 26.04 LTS (Resolute Raccoon)",
      "ubuntu.*(26[-._]?04|resolute)",
      "099720109477/ubuntu/images/hvm-ssd*/ubuntu-resolute-26.04-amd64-server-*",
      "ubuntu-26-04-x64",
      "ubuntu-os-cloud/ubuntu-2604-lts-amd64",
      "Canonical:ubuntu-26_04-lts:server"),
  NOBLE(
      "Ubuntu 24.04 LTS (Noble Numbat)",
      "ubuntu.*(24[-._]?04|noble)",
      "099720109477/ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-amd64-server-*",
      "ubuntu-24-04-x64",
      "ubuntu-os-cloud/ubuntu-2404-lts-amd64",
      "Canonical:ubuntu-24_04-lts:server"),
  JAMMY(
      "Ubuntu 22.04 LTS (Jammy Jellyfish)",
      "ubuntu.*(22[-._]?04|jammy)",
      "099720109477/ubuntu/images/hvm-ssd*/ubuntu-jammy-22.04-amd64-server-*",
      "ubuntu-22-04-x64",
      "ubuntu-os-cloud/ubuntu-2204-lts",
      "Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2"),
  FOCAL(
      "Ubuntu 20.04 LTS (Focal Fossa)",
      "ubuntu.*(20[-._]?04|focal)",
      "099720109477/ubuntu/images/hvm-ssd*/ubuntu-focal-20.04-amd64-server-*",
      "",
      "",
      "Canonical:0001-com-ubuntu-server-focal:20_04-lts-gen2"),
  TRIXIE(
      "Debian 13 (Trixie)",
      "debian.*(\\b13\\b|trixie)",
      "136693071363/debian-13-amd64-*",
      "debian-13-x64",
      "debian-cloud/debian-13",
      "Debian:debian-13:13-gen2"),
  BOOKWORM(
      "Debian 12 (Bookworm)",
      "debian.*(\\b12\\b|bookworm)",
      "136693071363/debian-12-amd64-*",
      "debian-12-x64",
      "debian-cloud/debian-12",
      "Debian:debian-12:12-gen2"),
  BULLSEYE(
      "Debian 11 (Bullseye)",
      "debian.*(\\b11\\b|bullseye)",
      "136693071363/debian-11-amd64-*",
      "debian-11-x64",
      "debian-cloud/debian-11",
      "Debian:debian-11:11-gen2"),
  ROCKY10(
      "Rocky Linux 10",
      "rocky.*\\b10",
      "792107900819/Rocky-10-EC2-Base-10.*.x86_64*",
      "rockylinux-10-x64",
      "rocky-linux-cloud/rocky-linux-10",
      ""),
  ROCKY9(
      "Rocky Linux 9",
      "rocky.*\\b9",
      "792107900819/Rocky-9-EC2-Base-9.*.x86_64*",
      "rockylinux-9-x64",
      "rocky-linux-cloud/rocky-linux-9",
      ""),
  ALMA10(
      "AlmaLinux 10",
      "alma.*\\b10",
      "764336703387/AlmaLinux OS 10.* x86_64*",
      "almalinux-10-x64",
      "almalinux-cloud/almalinux-10",
      "almalinux:almalinux-x86_64:10-gen2"),
  ALMA9(
      "AlmaLinux 9",
      "alma.*\\b9",
      "764336703387/AlmaLinux OS 9.* x86_64*",
      "almalinux-9-x64",
      "almalinux-cloud/almalinux-9",
      "almalinux:almalinux-x86_64:9-gen2"),
  FEDORA44(
      "Fedora Linux 44",
      "fedora.*\\b44\\b",
      "125523088429/Fedora-Cloud-Base-AmazonEC2.x86_64-44-*",
      "fedora-44-x64",
      "fedora-cloud/fedora-cloud-44-x86-64",
      ""),
  FEDORA43(
      "Fedora Linux 43",
      "fedora.*\\b43\\b",
      "125523088429/Fedora-Cloud-Base-AmazonEC2.x86_64-43-*",
      "fedora-43-x64",
      "fedora-cloud/fedora-cloud-43-x86-64",
      ""),
  AMAZON2023(
      "Amazon Linux 2023",
      "(amazon linux|al)[- ]?2023",
      "137112412989/al2023-ami-2023.*-x86_64",
      "",
      "",
      "");

  private final String fullName;
  private final Pattern pattern;
  private final String ec2;
  private final String digitalOcean;
  private final String google;
  private final String azure;

  KnownSystem(
      String fullName,
      String pattern,
      String ec2,
      String digitalOcean,
      String google,
      String azure) {
    this.fullName = fullName;
    this.pattern = Pattern.compile("(?i)" + pattern);
    this.ec2 = ec2;
    this.digitalOcean = digitalOcean;
    this.google = google;
    this.azure = azure;
  }

  /// The system whose full name begins so: users may leave its end out.
  public static Optional<KnownSystem> named(String text) {
    return text.length() < 6
        ? Optional.empty()
        : Stream.of(values()).filter(system -> system.fullName.startsWith(text)).findFirst();
  }

  /// Whether an image of this name holds this system, as far as its name tells; images for other
  /// processors or with more in them are not meant.
  public boolean isIn(String imageName) {
    return pattern.matcher(imageName).find()
        && !imageName.matches("(?i).*(arm64|aarch64|ppc64|s390x|minimal|gpu|sql).*");
  }

  public String fullName() {
    return fullName;
  }

  /// The owner's account, and the pattern of the names.
  public Optional<Ec2Name> ec2() {
    int slash = ec2.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Optional.of(new Ec2Name(ec2.substring(0, slash), ec2.substring(slash + 1)));
  }

  /// The slug.
  public Optional<String> digitalOcean() {
    return Optional.of(digitalOcean).filter(slug -> !slug.isEmpty());
  }

  /// `PROJECT/FAMILY`.
  public Optional<String> google() {
    return Optional.of(google).filter(family -> !family.isEmpty());
  }

  /// `PUBLISHER:OFFER:SKU`.
  public Optional<String> azure() {
    return Optional.of(azure).filter(name -> !name.isEmpty());
  }

  /// Whose images, and what they are called.
  public record Ec2Name(String owner, String pattern) {}
}
