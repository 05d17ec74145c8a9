package io.github.langchain4j.ptc.testkit.converse;

import java.util.List;
import java.util.Optional;

/** What a model, or the service in front of it, has to say to a request. Immutable. */
public sealed interface ConverseReply {

    /**
     * A reply of the model.
     *
     * @param stopReason why it ended, such as {@code end_turn}
     * @param content its blocks
     */
    record Message(String stopReason, List<Block> content) implements ConverseReply {

        /** @param content is copied */
        public Message {
            content = List.copyOf(content);
        }
    }

    /**
     * An error of the service, before anything was said.
     *
     * @param status of HTTP
     * @param type such as {@code ThrottlingException}
     * @param message for people
     */
    record Failure(int status, String type, String message) implements ConverseReply {}

    /**
     * A reply that breaks off in its middle; callers that do not stream get an {@code InternalServerException}.
     *
     * @param message the whole of it
     * @param events that are still sent
     * @param exception the type of the event that ends the stream, such as {@code throttlingException}; empty if the
     *     connection breaks
     */
    record BrokenOff(Message message, int events, Optional<String> exception) implements ConverseReply {}

    /**
     * A reply that ends, as far as HTTP is concerned, but without the events that say so.
     *
     * @param message the whole of it
     * @param events that are sent
     */
    record EndedEarly(Message message, int events) implements ConverseReply {}

    /** A reply of the model. */
    static Message message(String stopReason, Block... content) {
        return new Message(stopReason, List.of(content));
    }

    /** A last word. */
    static Message answer(String text) {
        return message("end_turn", new Block.Text(text));
    }

    /** The service has had too many requests. */
    static Failure throttled() {
        return new Failure(429, "ThrottlingException", "Too many requests, please wait before trying again.");
    }
}
