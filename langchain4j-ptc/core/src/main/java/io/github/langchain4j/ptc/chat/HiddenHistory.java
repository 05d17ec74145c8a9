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
     */
    static HiddenHistory reveal(List<ChatMessage> messages) {
        List<ChatMessage> revealed = new ArrayList<>();
        Optional<Mark> last = Optional.empty();
        for (int i = 0; i < messages.size(); i++) {
            if (!(messages.get(i) instanceof AiMessage message)
                    || !message.attributes().containsKey(ATTRIBUTE)) {
                revealed.add(messages.get(i));
                continue;
            }
            AiMessage visible = unmarked(message);
            Optional<Mark> mark = MarkCodec.read(message.attributes().get(ATTRIBUTE));
            mark.ifPresent(known -> known.steps().forEach(step -> revealed.addAll(step.messages())));
            if (mark.isPresent() && mark.get().open().isPresent()) {
                List<ToolExecutionResultMessage> results = resultsFrom(messages, i + 1);
                i += results.size();
                revealed.addAll(joined(visible, mark.get().open().get(), results));
            } else {
                revealed.add(visible);
            }
            last = mark.isPresent() ? mark : last;
        }
        return new HiddenHistory(List.copyOf(revealed), last);
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

    private static List<ToolExecutionResultMessage> resultsFrom(List<ChatMessage> messages, int start) {
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

    private static Call answered(ToolExecutionRequest request, List<ToolExecutionResultMessage> unused) {
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
