package dev.provision.ports.step;

import dev.provision.ports.Content;
import java.util.Optional;

/// Installs a file on the node. Missing directories are created with mode 0755.
///
/// It is written next to the target, verified, and renamed into place: readers see the old file or
/// the new one, never a part. If the target is a directory, the step fails. A symbolic link is
/// followed and kept, unless others can change it. A target that cannot be replaced, such as a
/// mount point, is written in place, and the result has a remark.
///
/// @param target absolute path on the node; any characters except NUL
/// @param content its bytes
/// @param mode permission bits, such as 0644
/// @param owner `USER`, `USER:GROUP` or `:GROUP`; empty: the login user
public record PutFile(String target, Content content, int mode, Optional<String> owner)
    implements Step {}
