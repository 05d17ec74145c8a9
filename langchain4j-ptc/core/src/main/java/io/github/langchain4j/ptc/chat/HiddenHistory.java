package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The caller's messages with what only the model saw put back in its place, and nothing of ours left in the attributes.
 * A mark that cannot be read is dropped: the model then sees what the caller sees. Immutable.
 *
 * @param messages what the model is to see
 * @param last the mark of the last marked message
 */
record HiddenHistory(List<ChatMessage> messages, Optional<Mark> last) {

    /** The attribute of an {@link AiMessage} that holds the mark. */
    static final String ATTRIBUTE = "ptc";

    /**
     * The history as the model saw it.
     *
     * @param messages the caller's
     * @param remembered the mark of the message that holds a call of ours, for stores that drop attributes
     */
    static HiddenHistory reveal(List<ChatMessage> messages, Function<Handle.CallName, Optional<Mark>> remembered) {
        List<Optional<Mark>> marks = messages.stream()
                .map(message -> markOf(message).or(() -> firstCall(message).flatMap(remembered)))
                .toList();
        List<ChatMessage> revealed = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof ToolExecutionResultMessage result) {
                if (!Handle.isOurs(result.id())) {
                    revealed.add(result);
                }
            } else if (messages.get(i) instanceof AiMessage message) {
                List<ToolExecutionResultMessage> results = resultsFrom(messages, i + 1);
                Optional<Mark> mark = marks.get(i);
                boolean continued = mark.isPresent() && isContinued(mark.get(), marks.subList(i + 1, marks.size()));
                boolean answered = mark.flatMap(Mark::open).isPresent()
                        || firstCall(message).isPresent();
                boolean takesResults = continued || mark.isPresent() && answered;
                if (!continued) {
                    revealed.addAll(shown(message, mark, results));
                }
                i += takesResults ? results.size() : 0;
            } else {
                revealed.add(messages.get(i));
            }
        }
        Optional<Mark> last = marks.stream().flatMap(Optional::stream).reduce((earlier, later) -> later);
        return new HiddenHistory(List.copyOf(revealed), last);
    }

    private static Optional<Handle.CallName> firstCall(ChatMessage message) {
        return message instanceof AiMessage ai
                ? ai.toolExecutionRequests().stream()
                        .flatMap(request -> Handle.read(request.id()).stream())
                        .findFirst()
                : Optional.empty();
    }

    /** The mark of a message, if it has one that can be read. */
    static Optional<Mark> markOf(ChatMessage message) {
        return message instanceof AiMessage ai && ai.attributes().containsKey(ATTRIBUTE)
                ? MarkCodec.read(ai.attributes().get(ATTRIBUTE))
                : Optional.empty();
    }

    private static boolean isContinued(Mark mark, List<Optional<Mark>> later) {
        return later.stream().flatMap(Optional::stream).anyMatch(mark::isContinuedBy);
    }

    /** A message of the model and what stood before it, as the model saw it. */
    private static List<ChatMessage> shown(
            AiMessage message, Optional<Mark> mark, List<ToolExecutionResultMessage> results) {
        AiMessage visible = unmarked(message);
        if (mark.isEmpty()) {
            return withoutOurs(visible).map(List::<ChatMessage>of).orElse(List.of());
        }
        List<ChatMessage> shown = new ArrayList<>();
        mark.get().steps().forEach(step -> shown.addAll(step.messages()));
        Optional<Mark.Open> open = mark.get().open();
        if (firstCall(message).isPresent() && !open.map(Mark.Open::whole).orElse(false)) {
            return shown; // the steps of a turn that has come further than this message tell all of it
        }
        if (open.isEmpty()) {
            shown.add(visible);
            return shown;
        }
        List<ToolExecutionResultMessage> callers =
                results.stream().filter(result -> !Handle.isOurs(result.id())).toList();
        if (open.get().whole()) {
            List<ToolExecutionRequest> requests =
                    withoutOurs(visible).map(AiMessage::toolExecutionRequests).orElse(List.of());
            AiMessage response = open.get().step().message().toBuilder()
                    .toolExecutionRequests(requests)
                    .build();
            shown.addAll(joined(response, open.get().step(), callers));
        } else {
            shown.addAll(joined(visible, open.get().step(), callers));
        }
        return shown;
    }

    /** The message without requests that went out for a program; empty if nothing is left of it. */
    private static Optional<AiMessage> withoutOurs(AiMessage message) {
        List<ToolExecutionRequest> others = message.toolExecutionRequests().stream()
                .filter(request -> !Handle.isOurs(request.id()))
                .toList();
        if (others.size() == message.toolExecutionRequests().size()) {
            return Optional.of(message);
        }
        boolean nothingLeft =
                others.isEmpty() && (message.text() == null || message.text().isBlank());
        return nothingLeft
                ? Optional.empty()
                : Optional.of(message.toBuilder().toolExecutionRequests(others).build());
    }

    /** The message, carrying the mark. */
    static AiMessage marked(AiMessage message, Mark mark) {
        Map<String, Object> attributes = new HashMap<>(message.attributes());
        attributes.put(ATTRIBUTE, MarkCodec.write(mark));
        return message.toBuilder().attributes(attributes).build();
    }

    private static AiMessage unmarked(AiMessage message) {
        Map<String, Object> attributes = new HashMap<>(message.attributes());
        attributes.remove(ATTRIBUTE);
        return message.toBuilder().attributes(attributes).build();
    }

    /** The tool results that stand together from a place on. */
    static List<ToolExecutionResultMessage> resultsFrom(List<ChatMessage> messages, int start) {
        List<ToolExecutionResultMessage> results = new ArrayList<>();
        for (int i = start; i < messages.size() && messages.get(i) instanceof ToolExecutionResultMessage result; i++) {
            results.add(result);
        }
        return results;
    }

    /** The message with all of its requests, followed by all answers in the order of the requests. */
    private static List<ChatMessage> joined(
            AiMessage visible, Step open, List<ToolExecutionResultMessage> callersResults) {
        List<ToolExecutionRequest> unplaced = new ArrayList<>(visible.toolExecutionRequests());
        List<ToolExecutionResultMessage> unused = new ArrayList<>(callersResults);
        List<Call> calls = new ArrayList<>();
        for (Call call : open.calls()) {
            if (call.result().isPresent()) {
                calls.add(call);
            } else {
                taken(call.request(), unplaced).ifPresent(request -> calls.add(answered(request, unused)));
            }
        }
        unplaced.forEach(request -> calls.add(answered(request, unused)));
        List<ChatMessage> messages = new ArrayList<>(Step.of(visible, calls).messages());
        messages.addAll(unused);
        return messages;
    }

    private static Optional<ToolExecutionRequest> taken(
            ToolExecutionRequest place, List<ToolExecutionRequest> unplaced) {
        Optional<ToolExecutionRequest> request = unplaced.stream()
                .filter(candidate ->
                        Objects.equals(candidate.id(), place.id()) && Objects.equals(candidate.name(), place.name()))
                .findFirst();
        request.ifPresent(unplaced::remove);
        return request;
    }

    /** The request with the caller's result, which is taken from the unused ones; without it if there is none. */
    static Call answered(ToolExecutionRequest request, List<ToolExecutionResultMessage> unused) {
        Iterator<ToolExecutionResultMessage> results = unused.iterator();
        while (results.hasNext()) {
            ToolExecutionResultMessage result = results.next();
            // Some providers give no ids; there, the order among calls of the same tool decides.
            if (Objects.equals(result.id(), request.id())
                    && (request.id() != null || Objects.equals(result.toolName(), request.name()))) {
                results.remove();
                return new Call(request, Optional.of(result));
            }
        }
        return Call.ofCaller(request);
    }
}
