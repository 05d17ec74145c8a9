package io.github.langchain4j.ptc.quarkus.runtime.dev;

import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.quarkus.runtime.dev.RunDetail.Ending;
import java.util.Locale;

/** Outcomes in words. */
final class Endings {

    private Endings() {}

    static Ending of(Outcome outcome, int most) {
        String kind = outcome.getClass().getSimpleName();
        if (outcome instanceof Outcome.Returned returned) {
            return new Ending(kind, title(returned.kind()), "", Shown.of(returned.result(), most));
        }
        if (outcome instanceof Outcome.Failed failure) {
            String text = failure.traceback().isBlank() ? failure.message() : failure.traceback();
            return new Ending(kind, failure.type(), "", Shown.of(text, most));
        }
        if (outcome instanceof Outcome.Exited exited) {
            return new Ending(kind, "Exit code " + exited.code(), "", Shown.of(exited.message(), most));
        }
        if (outcome instanceof Outcome.LimitHit hit) {
            String limit = hit.limit().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return new Ending(kind, "Limit hit: " + limit, limit, Shown.of(hit.message(), most));
        }
        if (outcome instanceof Outcome.SessionLost lost) {
            return new Ending(kind, "Session lost", "", Shown.of(lost.message(), most));
        }
        if (outcome instanceof Outcome.Cancelled) {
            return new Ending(kind, "Stopped from outside", "", Shown.NOTHING);
        }
        throw new IllegalArgumentException("Unknown outcome " + outcome);
    }

    private static String title(Outcome.Kind kind) {
        return switch (kind) {
            case NONE -> "No result";
            case TEXT -> "Result, a text";
            case JSON -> "Result, as JSON";
            case REPR -> "Result, as Python shows it";
        };
    }

    /** Whether another program of its session is impossible. */
    static boolean losesSession(Outcome outcome) {
        return outcome instanceof Outcome.LimitHit
                || outcome instanceof Outcome.Cancelled
                || outcome instanceof Outcome.SessionLost;
    }
}
