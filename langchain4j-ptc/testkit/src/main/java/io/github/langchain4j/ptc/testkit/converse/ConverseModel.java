package io.github.langchain4j.ptc.testkit.converse;

/** What answers the requests that a {@link ConverseServer} has found to be valid. Must be thread-safe. */
@FunctionalInterface
public interface ConverseModel {

    /** The reply to one request. What it throws is an {@code InternalServerException} to the client. */
    ConverseReply answer(ConverseCall call);
}
