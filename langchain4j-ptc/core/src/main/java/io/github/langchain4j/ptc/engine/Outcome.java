package io.github.langchain4j.ptc.engine;

import java.util.Objects;

/**
 * How a program ended. {@code toString()} shows no content that the program or a tool made.
 *
 * <p>After {@link Returned}, {@link Failed} and {@link Exited} the session lives on, unless it says otherwise with
 * {@link Session#isAlive()}.
 */
public sealed interface Outcome {

    /**
     * It ran to its end.
     *
     * @param kind how {@code result} is to be read
     * @param result the value of the last expression or of a top-level {@code return}; empty for {@link Kind#NONE}
     */
    record Returned(Kind kind, String result) implements Outcome {

        public Returned {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(result, "result");
        }

        @Override
        public String toString() {
            return "Returned[" + kind + ", " + result.length() + " characters]";
        }
    }

    /** How the text of a result is to be read. */
    enum Kind {
        /** There is no value, or it is {@code None}. */
        NONE,
        /** A string, as it is. */
        TEXT,
        /** Compact JSON. */
        JSON,
        /** Python's {@code repr} of a value that JSON cannot hold. */
        REPR
    }

    /**
     * It raised, or is no valid Python.
     *
     * @param type the exception's type, such as {@code KeyError}
     * @param message the exception's message
     * @param traceback Python's traceback with the program's own lines only, the exception's line last
     */
    record Failed(String type, String message, String traceback) implements Outcome {

        public Failed {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(traceback, "traceback");
        }

        @Override
        public String toString() {
            return "Failed[" + type + "]";
        }
    }

    /**
     * It called {@code sys.exit()}.
     *
     * @param code the exit code; 1 if a text was given
     * @param message the text given instead of a code; else empty
     */
    record Exited(int code, String message) implements Outcome {

        public Exited {
            Objects.requireNonNull(message, "message");
        }

        @Override
        public String toString() {
            return "Exited[" + code + "]";
        }
    }

    /**
     * It went over a limit.
     *
     * @param limit which
     * @param message what the limit is, what happened and how to stay below it, for the model
     */
    record LimitHit(Limit limit, String message) implements Outcome {

        public LimitHit {
            Objects.requireNonNull(limit, "limit");
            Objects.requireNonNull(message, "message");
        }
    }

    /** The limits that can end a program. */
    enum Limit {
        COMPUTE_TIME,
        WALL_TIME,
        TOOL_CALLS,
        OUTPUT,
        RESULT,
        CODE,
        FRAMES,
        FILES,
        SUSPENSION
    }

    /**
     * The caller ended it.
     *
     * @param reason why
     */
    record Cancelled(CancelReason reason) implements Outcome {

        public Cancelled {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The interpreter ended under it, or broke the protocol.
     *
     * @param message what is known, for the model
     */
    record SessionLost(String message) implements Outcome {

        public SessionLost {
            Objects.requireNonNull(message, "message");
        }
    }
}
