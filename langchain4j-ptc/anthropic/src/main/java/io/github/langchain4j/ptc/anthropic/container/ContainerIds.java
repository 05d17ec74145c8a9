package io.github.langchain4j.ptc.anthropic.container;

import io.github.langchain4j.ptc.anthropic.wire.RandomId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of containers: {@code container_<node>_<random>}, or {@code container_<random>} where nodes have no names. A
 * router sends a request to the node that its container names. Immutable and thread-safe.
 */
public final class ContainerIds {

    private static final String PREFIX = "container_";
    private static final int RANDOM = 32;
    private static final Pattern NODE = Pattern.compile("[a-zA-Z0-9.-]{0,64}");
    private static final Pattern ID =
            Pattern.compile(PREFIX + "(?:([a-zA-Z0-9.-]{1,64})_)?[a-zA-Z0-9]{" + RANDOM + "}");

    private final String prefix;

    /**
     * @param node names this process among those that a router knows; empty if there is only one
     * @throws IllegalArgumentException if it has other characters than letters, digits, dots and dashes
     */
    public ContainerIds(String node) {
        if (!NODE.matcher(node).matches()) {
            throw new IllegalArgumentException(
                    "The node's name \"" + node
                            + "\" must have at most 64 letters, digits, dots and dashes, because it is a part of container ids");
        }
        this.prefix = node.isEmpty() ? PREFIX : PREFIX + node + "_";
    }

    /** A name that cannot be guessed. */
    public String next() {
        return RandomId.of(prefix, RANDOM);
    }

    /** The node that a container's name says; empty if it says none, or is no such name. */
    public static Optional<String> node(String id) {
        Matcher matcher = ID.matcher(id);
        return matcher.matches() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }
}
