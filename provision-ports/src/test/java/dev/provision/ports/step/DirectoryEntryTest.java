package dev.provision.ports.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.ports.Content;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No entry of a directory can be anywhere but in it.
final class DirectoryEntryTest {
  private static final Content NONE = Content.of(new byte[0]);

  private static PutDirectory directory(DirectoryEntry... entries) {
    return new PutDirectory("/srv/x", List.of(entries), false, List.of(), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "..", "a/../b", "./a", "a/.", "a\0b"})
  void a_path_that_leads_elsewhere_is_rejected(String path) {
    assertThatThrownBy(() -> new DirectoryEntry.File(path, NONE, 0644))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DirectoryEntry.Directory(path, 0755))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DirectoryEntry.Link(path, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_a_directory_can_be_the_target_itself() {
    assertThat(new DirectoryEntry.Directory(".", 0755).path()).isEqualTo(".");
    assertThatThrownBy(() -> new DirectoryEntry.File(".", NONE, 0644))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DirectoryEntry.Link(".", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_entry_is_behind_its_directory_and_there_once() {
    DirectoryEntry folder = new DirectoryEntry.Directory("d", 0755);
    DirectoryEntry file = new DirectoryEntry.File("d/f", NONE, 0644);

    assertThat(directory(folder, file).entries()).containsExactly(folder, file);
    assertThatThrownBy(() -> directory(file, folder))
        .hasMessage("'d/f' is before the directory it is in");
    assertThatThrownBy(() -> directory(folder, new DirectoryEntry.Link("d", "x")))
        .hasMessage("'d' appears twice");
    assertThatThrownBy(() -> directory(new DirectoryEntry.Link("d", "x"), file))
        .hasMessage("'d/f' is before the directory it is in");
  }
}
