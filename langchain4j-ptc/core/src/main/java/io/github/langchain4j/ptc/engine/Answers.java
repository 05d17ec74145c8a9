package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.protocol.HostMessages;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.UncheckedIOException;

/** Answers of tools as frames; what cannot be sent becomes a failure that says why. */
final class Answers {

    /** Longest message of a failure that reaches a program. */
    private static final int MAX_MESSAGE = 4_000;

    private Answers() {}

    static Frame frame(CallId call, ToolOutcome outcome, int maxBytes) {
        if (outcome instanceof ToolOutcome.Failure failure) {
            return failure(call, failure.type(), failure.message());
        }
        Frame frame;
        try {
            frame = HostMessages.answer(call.program(), call.call(), ((ToolOutcome.Value) outcome).value());
        } catch (UncheckedIOException e) {
            return failure(
                    call,
                    "ValueError",
                    "the tool's result cannot be written as JSON: "
                            + e.getCause().getMessage());
        }
        if (frame.payload().length > maxBytes) {
            return failure(
                    call,
                    "ResultTooLarge",
                    "the tool's result has " + frame.payload().length + " bytes, at most " + maxBytes
                            + " fit; ask the tool for less");
        }
        return frame;
    }

    private static Frame failure(CallId call, String type, String message) {
        String text = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
        try {
            return HostMessages.failure(call.program(), call.call(), type, text);
        } catch (UncheckedIOException brokenText) {
            return HostMessages.failure(call.program(), call.call(), type, "(the message is no valid Unicode)");
        }
    }
}
