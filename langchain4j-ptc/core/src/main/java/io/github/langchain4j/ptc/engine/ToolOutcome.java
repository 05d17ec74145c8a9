package io.github.langchain4j.ptc.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/** How a tool call ended. {@code toString()} shows no content. */
public sealed interface ToolOutcome {

    /**
     * The tool returned.
     *
     * @param value what the program gets; a missing value is JSON null
     */
    record Value(JsonNode value) implements ToolOutcome {

        public Value {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "Value[" + value.getNodeType() + "]";
        }
    }

    /**
     * The tool failed; the program gets a {@code ToolError} that it can catch.
     *
     * @param type kind of failure, such as the simple name of the Java exception
     * @param message what the program is told
     */
    record Failure(String type, String message) implements ToolOutcome {

        public Failure {
            Objects.requireNonNull(type, "type");
            message = message == null ? "" : message;
        }

        @Override
        public String toString() {
            return "Failure[" + type + "]";
        }
    }
}
