package io.github.langchain4j.ptc.anthropic.history;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One response of the model and the answers to what it asked for, as the model sees them. Immutable. {@link #toString()}
 * shows no content.
 *
 * @param message what the model said; its requests have the ids of the API's blocks
 * @param programs which of its requests are programs
 * @param results by the ids of the requests; not all need be there
 */
public record Round(AiMessage message, Set<String> programs, Map<String, ToolExecutionResultMessage> results) {

    public Round {
        programs = Set.copyOf(programs);
        results = Map.copyOf(results);
    }

    /** The round with one more result. */
    public Round with(ToolExecutionResultMessage result) {
        Map<String, ToolExecutionResultMessage> more = new LinkedHashMap<>(results);
        more.put(result.id(), result);
        return new Round(message, programs, more);
    }

    /** The first program without a result. */
    public Optional<ToolExecutionRequest> nextProgram() {
        return unanswered().stream()
                .filter(request -> programs.contains(request.id()))
                .findFirst();
    }

    /** The requests without a result, in order. */
    public List<ToolExecutionRequest> unanswered() {
        return message.toolExecutionRequests().stream()
                .filter(request -> !results.containsKey(request.id()))
                .toList();
    }

    /** The response and its answers, once all are there. */
    public List<ChatMessage> messages() {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(message);
        for (ToolExecutionRequest request : message.toolExecutionRequests()) {
            messages.add(results.get(request.id()));
        }
        return messages;
    }

    @Override
    public String toString() {
        return "Round[" + message.toolExecutionRequests().size() + " requests, " + results.size() + " results]";
    }
}
