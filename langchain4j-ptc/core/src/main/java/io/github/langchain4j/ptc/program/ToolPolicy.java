package io.github.langchain4j.ptc.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.engine.CallId;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides on each call of a tool by a program before it runs. Thread-safe. A decision that comes later holds the call, so
 * a person can be asked; the program's wall time and the call's time go on.
 */
@FunctionalInterface
public interface ToolPolicy {

    /** Lets every call pass. */
    ToolPolicy ALLOW_ALL = call -> CompletableFuture.completedFuture(Decision.ALLOW);

    /**
     * Decides. A stage that fails, or a method that throws, denies the call.
     *
     * @param call what is to be run; its arguments have passed the tool's schema
     */
    CompletionStage<Decision> decide(ProposedCall call);

    /**
     * A call that waits for a decision. {@link #toString()} shows no arguments.
     *
     * @param session identifies the session; random
     * @param id names the call
     * @param tool the tool's name in LangChain4j
     * @param arguments by Python parameter name; not to be changed
     */
    record ProposedCall(String session, CallId id, String tool, ObjectNode arguments) {

        @Override
        public String toString() {
            return "ProposedCall[" + id + ", " + tool + "]";
        }
    }

    /**
     * Whether a call may run.
     *
     * @param allowed whether it may
     * @param message what the program is told if it may not
     */
    record Decision(boolean allowed, String message) {

        /** The call may run. */
        public static final Decision ALLOW = new Decision(true, "");

        public Decision {
            Objects.requireNonNull(message, "message");
        }

        /** The call may not run; the program gets a {@code ToolError} with this message. */
        public static Decision deny(String message) {
            return new Decision(false, message);
        }
    }
}
