package io.github.langchain4j.ptc.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import io.github.langchain4j.ptc.codetool.MiddleCut;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Keeps hidden steps small enough for the caller's memory: first long texts lose their middles, then the oldest steps
 * go, and the model is told.
 */
final class Shortened {

    /** Characters of all steps of one message. */
    static final int CHARACTERS = 100_000;

    private static final int LONG_TEXT = 4_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Shortened() {}

    /** The steps, or their newest part with shortened texts. */
    static List<Step> steps(List<Step> steps) {
        if (steps.stream().mapToLong(Shortened::size).sum() <= CHARACTERS) {
            return steps;
        }
        Deque<Step> kept = new ArrayDeque<>();
        long size = 0;
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = step(steps.get(i));
            size += size(step);
            if (size > CHARACTERS) {
                break;
            }
            kept.addFirst(step);
        }
        int dropped = steps.size() - kept.size();
        if (dropped > 0 && !kept.isEmpty()) {
            kept.addFirst(noting(dropped, kept.removeFirst()));
        }
        return List.copyOf(kept);
    }

    /** The response with shortened texts in its calls, if these are too long as they are. */
    static Mark.Open open(Mark.Open open) {
        return calls(open.step().calls()) <= CHARACTERS ? open : new Mark.Open(step(open.step()), open.whole());
    }

    private static Step step(Step step) {
        List<Call> calls = step.calls().stream()
                .map(call -> call.result()
                        .map(result -> Call.answered(
                                request(call.request()),
                                MiddleCut.of(MarkCodec.text(result), LONG_TEXT),
                                Boolean.TRUE.equals(result.isError())))
                        .orElse(call))
                .toList();
        return Step.of(WrittenReplies.withoutOriginal(step.message()), calls);
    }

    private static ToolExecutionRequest request(ToolExecutionRequest request) {
        if (request.arguments() == null || request.arguments().length() <= LONG_TEXT) {
            return request;
        }
        return request.toBuilder().arguments(arguments(request.arguments())).build();
    }

    private static String arguments(String arguments) {
        try {
            if (JSON.readTree(arguments) instanceof ObjectNode object) {
                object.properties().forEach(property -> {
                    JsonNode value = property.getValue();
                    if (value.isTextual()) {
                        property.setValue(object.textNode(MiddleCut.of(value.textValue(), LONG_TEXT)));
                    }
                });
                return object.toString();
            }
        } catch (JsonProcessingException e) {
            // Our own requests are always objects; for anything else an empty one is the smallest that providers take.
        }
        return "{}";
    }

    private static Step noting(int dropped, Step step) {
        Call first = step.calls().get(0);
        String note = "(" + dropped + " earlier " + (dropped == 1 ? "reply of yours is" : "replies of yours are")
                + " no longer shown.)\n";
        Call noted = first.result()
                .map(result -> Call.answered(
                        first.request(), note + MarkCodec.text(result), Boolean.TRUE.equals(result.isError())))
                .orElse(first);
        List<Call> calls = new ArrayList<>(step.calls());
        calls.set(0, noted);
        return Step.of(step.message(), calls);
    }

    private static long size(Step step) {
        AiMessage message = step.message();
        long attributes = PlainJson.node(message.attributes())
                .map(node -> (long) node.toString().length())
                .orElse(0L);
        return length(message.text()) + length(message.thinking()) + attributes + calls(step.calls());
    }

    private static long calls(List<Call> calls) {
        return calls.stream().mapToLong(Shortened::size).sum();
    }

    private static long size(Call call) {
        return length(call.request().arguments())
                + call.result().map(MarkCodec::text).map(String::length).orElse(0);
    }

    private static long length(String text) {
        return Optional.ofNullable(text).map(String::length).orElse(0);
    }
}
