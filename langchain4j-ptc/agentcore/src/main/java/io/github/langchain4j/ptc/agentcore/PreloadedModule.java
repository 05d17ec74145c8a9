package io.github.langchain4j.ptc.agentcore;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A module of pure Python that every session has, for what needs no host. Immutable.
 *
 * @param name what programs import
 * @param source its source
 * @param description what it is for, in a few words for the model; may be empty
 */
record PreloadedModule(String name, String source, String description) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private static final Set<String> KEYWORDS = Set.of(
            ("False None True and as assert async await break class continue def del elif else except finally for"
                            + " from global if import in is lambda nonlocal not or pass raise return try while with yield")
                    .split(" "));

    PreloadedModule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(description, "description");
        if (!IDENTIFIER.matcher(name).matches() || KEYWORDS.contains(name)) {
            throw new IllegalArgumentException("The preloaded module \"" + name
                    + "\" must have a name that Python can import: letters, digits and _, at most 64, no keyword");
        }
        if (name.equals("__main__") || name.equals("tools")) {
            throw new IllegalArgumentException("The name \"" + name + "\" of a preloaded module is taken");
        }
    }

    /** What the model is told. */
    String inWords() {
        return description.isBlank() ? name : name + " (" + description.strip() + ")";
    }
}
