package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.util.Optional;
import java.util.Set;

/**
 * What programs can count on in a sandbox. Immutable.
 *
 * @param traits what the sandbox says of itself
 * @param pythonMinor the second number of its Python's version, as found by asking it
 */
record Capabilities(SandboxTraits traits, int pythonMinor) {

    private static final String PYTHON = "python3.";

    /** What of the needs the sandbox does not have, in words; empty if it has all. */
    Optional<String> missing(Set<String> needs) {
        return needs.stream().sorted().filter(need -> !has(need)).findFirst().map(Capabilities::inWords);
    }

    boolean isolated() {
        return traits.trust() != TrustLevel.NONE;
    }

    private boolean has(String need) {
        return switch (need) {
            case "isolation" -> isolated();
            case "threads" -> traits.threads();
            case "processes" -> traits.processes();
            default -> {
                if (!need.startsWith(PYTHON)) {
                    throw new IllegalArgumentException("Nobody knows the need '" + need + "'");
                }
                yield pythonMinor >= Integer.parseInt(need.substring(PYTHON.length()));
            }
        };
    }

    private static String inWords(String need) {
        return need.startsWith(PYTHON) ? "Python 3." + need.substring(PYTHON.length()) : need;
    }
}
