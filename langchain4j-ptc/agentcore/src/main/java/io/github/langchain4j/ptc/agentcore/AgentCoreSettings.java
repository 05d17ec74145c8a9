package io.github.langchain4j.ptc.agentcore;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How sessions are started and stepped. Immutable.
 *
 * @param identifier of the code interpreter
 * @param sessionTimeout after which the service ends a session
 * @param sessionName what names of sessions begin with
 * @param slice how long a step lasts at most while nothing happens
 * @param quickSlice how long it lasts once there is something to show or to answer
 * @param margin how much longer than its step a request may take
 * @param patience how long a request that fails is repeated
 * @param requestBytes text that one request carries
 * @param responseBytes text that one request may print
 * @param modules that every session has
 */
record AgentCoreSettings(
        String identifier,
        Duration sessionTimeout,
        String sessionName,
        Duration slice,
        Duration quickSlice,
        Duration margin,
        Duration patience,
        int requestBytes,
        int responseBytes,
        List<PreloadedModule> modules) {

    /** The service's own limit, from its developer guide, "Session management". */
    static final Duration LONGEST_SESSION = Duration.ofHours(8);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");
    private static final int SMALLEST_PIECE = 1024;

    AgentCoreSettings {
        Objects.requireNonNull(identifier, "identifier");
        if (identifier.isBlank()) {
            throw new IllegalArgumentException("identifier must name a code interpreter, but is blank");
        }
        if (sessionTimeout.getSeconds() < 1 || sessionTimeout.compareTo(LONGEST_SESSION) > 0) {
            throw new IllegalArgumentException(
                    "sessionTimeout must be from 1 s to 8 h, the service's limit, but is " + sessionTimeout);
        }
        if (!NAME.matcher(sessionName).matches()) {
            throw new IllegalArgumentException("sessionName must have 1 to 60 of the characters A-Z, a-z, 0-9, _ and -,"
                    + " but is \"" + sessionName + "\"");
        }
        positive("slice", slice);
        positive("quickSlice", quickSlice);
        positive("requestMargin", margin);
        positive("patience", patience);
        atLeast("requestBytes", requestBytes);
        atLeast("responseBytes", responseBytes);
        modules = List.copyOf(modules);
        Set<String> names = new HashSet<>();
        for (PreloadedModule module : modules) {
            if (!names.add(module.name())) {
                throw new IllegalArgumentException("The module \"" + module.name() + "\" is preloaded twice");
            }
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }

    private static void atLeast(String name, int value) {
        if (value < SMALLEST_PIECE) {
            throw new IllegalArgumentException(name + " must be at least " + SMALLEST_PIECE + ", but is " + value);
        }
    }

    /** How long one request may take. */
    Duration requestTime() {
        return slice.plus(margin);
    }
}
