package dev.provision.adapter.jclouds.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class KnownSystemTest {
  @ParameterizedTest
  @CsvSource({
    "Ubuntu 24.04 LTS (Noble Numbat), NOBLE",
    "Ubuntu 24.04, NOBLE",
    "Debian 12 (Bookworm), BOOKWORM",
    "Debian 12, BOOKWORM",
    // Two have a name that begins so: the newer one.
    "Ubuntu, RESOLUTE",
    "Rocky Linux, ROCKY10",
  })
  void a_full_name_may_lack_its_end(String name, KnownSystem system) {
    assertThat(KnownSystem.named(name)).hasValue(system);
  }

  @ParameterizedTest
  @CsvSource({"''", "Ubunt", "ubuntu 24.04", "Debian 12 (Bookworm) small", "Gentoo Linux"})
  void another_name_is_no_known_system(String name) {
    assertThat(KnownSystem.named(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu-noble-24.04-amd64-server-20260101, NOBLE",
    "Ubuntu 24_04, NOBLE",
    "ubuntu-2404-lts, NOBLE",
    "debian-12-genericcloud-amd64, BOOKWORM",
    "Debian Bookworm, BOOKWORM",
    "Rocky-9-GenericCloud-9.5, ROCKY9",
    "AlmaLinux 10.1, ALMA10",
    "Fedora-Cloud-Base-43, FEDORA43",
    "al2023-ami-2023.6, AMAZON2023",
  })
  void an_image_is_of_one_system_by_its_name(String image, KnownSystem system) {
    assertThat(Stream.of(KnownSystem.values()).filter(one -> one.isIn(image)))
        .containsExactly(system);
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu-noble-24.04-arm64-server",
    "debian-12-aarch64",
    "ubuntu-minimal-24.04",
    "Debian 12 with GPU",
    "debian-112",
    "debian-1",
    "noble"
  })
  void images_for_other_processors_or_purposes_are_of_none(String image) {
    assertThat(Stream.of(KnownSystem.values()).filter(one -> one.isIn(image))).isEmpty();
  }

  @Test
  void a_cloud_without_an_image_has_no_name_for_it() {
    assertThat(KnownSystem.FOCAL.digitalOcean()).isEmpty();
    assertThat(KnownSystem.FOCAL.google()).isEmpty();
    assertThat(KnownSystem.ROCKY9.azure()).isEmpty();
    assertThat(KnownSystem.NOBLE.azure()).hasValue("Canonical:ubuntu-24_04-lts:server");
  }

  @ParameterizedTest
  @EnumSource
  void each_name_has_the_form_of_its_cloud(KnownSystem system) {
    assertThat(system.ec2())
        .hasValueSatisfying(name -> assertThat(name.owner()).matches("[0-9]{12}"))
        .hasValueSatisfying(name -> assertThat(name.pattern()).contains("*"));
    assertThat(system.digitalOcean().stream()).allMatch(slug -> slug.matches("[a-z0-9-]+"));
    assertThat(system.google().stream()).allMatch(name -> name.matches("[a-z-]+/[a-z0-9-]+"));
    assertThat(system.azure().stream()).allMatch(name -> name.matches("[\\w-]+:[\\w-]+:[\\w-]+"));
  }
}
