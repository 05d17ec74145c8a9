package io.github.langchain4j.ptc.quarkus.runtime.dev;

import java.util.LinkedHashSet;
import java.util.Set;

/** Exceptions in words. */
final class Problems {

    private static final int CAUSES = 10;
    private static final int TEXT = 4_000;

    private Problems() {}

    /** What an exception and its causes say, each on a line. */
    static String text(Throwable problem) {
        Set<String> lines = new LinkedHashSet<>();
        Throwable cause = problem;
        for (int i = 0; cause != null && i < CAUSES; i++) {
            String message = cause.getMessage();
            lines.add(cause.getClass().getSimpleName() + (message == null ? "" : ": " + message));
            cause = cause.getCause();
        }
        return Shown.of(String.join("\n", lines), TEXT).text();
    }
}
