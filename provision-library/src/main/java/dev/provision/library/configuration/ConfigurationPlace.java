package dev.provision.library.configuration;

import java.nio.file.Path;

/// A place where a configuration directory may be.
///
/// @param directory the place
/// @param asked whether somebody named it with `-c`: then a directory must be there
record ConfigurationPlace(Path directory, boolean asked) {}
