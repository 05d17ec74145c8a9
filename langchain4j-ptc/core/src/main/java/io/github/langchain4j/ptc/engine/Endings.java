package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.engine.Outcome.Limit;
import io.github.langchain4j.ptc.protocol.ProtocolException;
import io.github.langchain4j.ptc.protocol.RunnerMessage.Ending;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.nio.charset.StandardCharsets;

/** From the runner's words about the end of a program to outcomes. */
final class Endings {

    private Endings() {}

    static Outcome outcome(Ending ending, Limits limits) throws ProtocolException {
        if (ending instanceof Ending.Returned returned) {
            int size = returned.result().getBytes(StandardCharsets.UTF_8).length;
            if (size > limits.resultBytes()) {
                throw new ProtocolException("a result of " + size + " bytes");
            }
            return new Outcome.Returned(kind(returned.kind()), returned.result());
        } else if (ending instanceof Ending.Failed failed) {
            return new Outcome.Failed(failed.type(), failed.message(), failed.traceback());
        } else if (ending instanceof Ending.Exited exited) {
            return new Outcome.Exited(exited.code(), exited.message());
        }
        Ending.Limit limit = (Ending.Limit) ending;
        return new Outcome.LimitHit(limit(limit.limit()), limit.message());
    }

    private static Outcome.Kind kind(String kind) throws ProtocolException {
        return switch (kind) {
            case "none" -> Outcome.Kind.NONE;
            case "text" -> Outcome.Kind.TEXT;
            case "json" -> Outcome.Kind.JSON;
            case "repr" -> Outcome.Kind.REPR;
            default -> throw new ProtocolException("an unknown kind of result");
        };
    }

    private static Limit limit(String limit) throws ProtocolException {
        return switch (limit) {
            case "toolCalls" -> Limit.TOOL_CALLS;
            case "output" -> Limit.OUTPUT;
            case "result" -> Limit.RESULT;
            case "files" -> Limit.FILES;
            default -> throw new ProtocolException("an unknown limit");
        };
    }

    static KillReason killReason(Outcome outcome) {
        if (outcome instanceof Outcome.Cancelled cancelled) {
            return cancelled.reason() == CancelReason.SHUTDOWN ? KillReason.SHUTDOWN : KillReason.CANCELLED;
        }
        return outcome instanceof Outcome.LimitHit ? KillReason.LIMIT : KillReason.PROTOCOL_VIOLATION;
    }
}
