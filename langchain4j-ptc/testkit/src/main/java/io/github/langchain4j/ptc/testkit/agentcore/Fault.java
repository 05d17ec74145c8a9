package io.github.langchain4j.ptc.testkit.agentcore;

import java.util.Objects;

/** Something that goes wrong with one request to the emulator. */
public sealed interface Fault {

    /**
     * The request is refused and nothing happens.
     *
     * @param status the HTTP status, such as 429
     * @param type the name of the error, such as {@code ThrottlingException}
     * @param message what the service says
     */
    record Refused(int status, String type, String message) implements Fault {

        public Refused {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(message, "message");
        }
    }

    /** Nothing goes wrong: for requests before others that do. */
    record None() implements Fault {}

    /** The request is carried out, and the connection breaks before the response. */
    record ResponseLost() implements Fault {}

    /** The connection breaks before anything happens. */
    record RequestLost() implements Fault {}

    /** The request is carried out, and the response is that the code failed. */
    record ErrorResult() implements Fault {}

    /**
     * The request is carried out, and something else is told that was printed.
     *
     * @param text what it is
     */
    record Printed(String text) implements Fault {

        public Printed {
            Objects.requireNonNull(text, "text");
        }
    }

    /** The session's Python is started anew before the request. */
    record Restarted() implements Fault {}

    /** 429 {@code ThrottlingException}. */
    static Fault throttled() {
        return new Refused(429, "ThrottlingException", "Rate exceeded");
    }

    /** 500 {@code InternalServerException}. */
    static Fault failed() {
        return new Refused(500, "InternalServerException", "Internal error");
    }

    /** 403 {@code ExpiredTokenException}. */
    static Fault expiredToken() {
        return new Refused(403, "ExpiredTokenException", "The security token included in the request is expired");
    }

    /** 403 {@code AccessDeniedException}. */
    static Fault accessDenied() {
        return new Refused(403, "AccessDeniedException", "User is not authorized to perform this action");
    }
}
