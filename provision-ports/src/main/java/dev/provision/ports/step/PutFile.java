package dev.provision.ports.step;

import dev.provision.ports.Content;
import java.util.Optional;

/// Puts a file on the node. Missing directories are made, mode 0755.
///
/// It is written beside the target, checked, and renamed into place: a reader sees the old file or
/// the new one, never a part. A target that is a directory is a failure. A link is followed, and
/// stays, unless others can change it. What cannot be renamed over, such as a mount point, is
/// written in place, and the result remarks that.
///
/// @param target absolute path on the node; any characters but NUL
/// @param content its bytes
/// @param mode permission bits, such as 0644
/// @param owner `USER`, `USER:GROUP` or `:GROUP`; empty leaves that to the login
public record PutFile(String target, Content content, int mode, Optional<String> owner)
    implements Step {}
