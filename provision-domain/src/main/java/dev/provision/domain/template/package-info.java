/// Scripts and the two languages in which they may be templates.
///
/// A script with a line such as `# provision-template-type: format-string` is a template; any other
/// is sent as it is. Both languages give what CPython 3.11 gives, character by character.
@NullMarked
package dev.provision.domain.template;

import org.jspecify.annotations.NullMarked;
