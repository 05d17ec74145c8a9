package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tool results at the end of a request: what the caller has to say to calls that went out. Immutable.
 *
 * @param messages the results, in the caller's order
 * @param answered the mark of the message before them, if there is one
 */
record Results(List<ToolExecutionResultMessage> messages, Optional<Mark> answered) {

    Results {
        messages = List.copyOf(messages);
    }

    /** The results that the history ends with. */
    static Results atEndOf(List<ChatMessage> history) {
        int start = history.size();
        while (start > 0 && history.get(start - 1) instanceof ToolExecutionResultMessage) {
            start--;
        }
        Optional<Mark> mark = start > 0 && history.get(start - 1) instanceof AiMessage
                ? HiddenHistory.markOf(history.get(start - 1))
                : Optional.empty();
        return new Results(HiddenHistory.resultsFrom(history, start), mark);
    }

    /**
     * The turn whose calls are answered, if they are calls of programs.
     *
     * @throws IllegalArgumentException if they belong to several
     */
    Optional<Handle> turn() {
        Set<Handle> turns = messages.stream()
                .flatMap(result -> Handle.read(result.id()).stream())
                .map(Handle.CallName::turn)
                .collect(Collectors.toSet());
        answered.filter(mark -> !messages.isEmpty() && !turns.isEmpty())
                .map(Mark::turn)
                .ifPresent(turns::add);
        if (turns.size() > 1) {
            throw new IllegalArgumentException("The request has tool results of another conversation: " + ids()
                    + ". Send the results of a tool call only in the conversation whose message asked for it");
        }
        // Callers that drop ids can still be understood by the message that they answer.
        return turns.stream().findFirst().or(() -> messages.isEmpty() ? Optional.empty() : answered.map(Mark::turn));
    }

    /** The number of the pause that is answered, if the results say so; a memory may keep results of earlier ones. */
    Optional<Integer> pause() {
        return messages.stream()
                .flatMap(result -> Handle.read(result.id()).stream())
                .map(Handle.CallName::pause)
                .max(Comparator.naturalOrder());
    }

    /**
     * The results of the requests that went out in a pause, in their order and under their ids.
     *
     * @param number of the pause
     * @param requests that went out; all of them must be answered
     * @throws IllegalArgumentException if a result is missing, or is for a call that was not made
     */
    List<ToolExecutionResultMessage> of(int number, List<ToolExecutionRequest> requests) {
        requireMade(number, requests);
        Map<String, ToolExecutionResultMessage> named = new HashMap<>();
        List<ToolExecutionResultMessage> nameless = new ArrayList<>();
        for (ToolExecutionResultMessage result : messages) {
            if (result.id() == null) {
                nameless.add(result);
            } else {
                named.put(result.id(), result);
            }
        }
        List<ToolExecutionResultMessage> found = new ArrayList<>();
        List<ToolExecutionRequest> missing = new ArrayList<>();
        for (ToolExecutionRequest request : requests) {
            Optional.ofNullable(request.id())
                    .map(named::get)
                    .or(() -> taken(nameless, request.name()))
                    .ifPresentOrElse(result -> found.add(under(request, result)), () -> missing.add(request));
        }
        requireAll(requests, missing);
        return found;
    }

    private static ToolExecutionResultMessage under(ToolExecutionRequest request, ToolExecutionResultMessage result) {
        return Objects.equals(request.id(), result.id())
                ? result
                : ToolExecutionResultMessage.builder()
                        .id(request.id())
                        .toolName(request.name())
                        .contents(result.contents())
                        .isError(result.isError())
                        .build();
    }

    private void requireMade(int number, List<ToolExecutionRequest> requests) {
        Set<String> made = requests.stream()
                .map(ToolExecutionRequest::id)
                .filter(Handle::isOurs)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (ToolExecutionResultMessage result : messages) {
            boolean ofPause = Handle.read(result.id())
                    .filter(call -> call.pause() == number)
                    .isPresent();
            if (ofPause && !made.contains(result.id())) {
                throw new IllegalArgumentException("There is a result for the tool call " + result.id()
                        + ", which was not made. Use the ids of the tool requests as they are: "
                        + String.join(", ", made));
            }
        }
    }

    private static Optional<ToolExecutionResultMessage> taken(List<ToolExecutionResultMessage> nameless, String tool) {
        Optional<ToolExecutionResultMessage> result = nameless.stream()
                .filter(candidate -> Objects.equals(candidate.toolName(), tool))
                .findFirst();
        result.ifPresent(nameless::remove);
        return result;
    }

    private static void requireAll(List<ToolExecutionRequest> requests, List<ToolExecutionRequest> missing) {
        if (!missing.isEmpty()) {
            String calls = missing.stream()
                    .map(request -> request.name() + " (" + request.id() + ")")
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException("The results of " + missing.size() + " of " + requests.size()
                    + " tool calls of a program are missing: " + calls + ". A request must hold the results of all tool"
                    + " calls of the message that it answers; a chat memory with a small window drops some of them."
                    + " Let the memory hold more messages (MessageWindowChatMemory: at least 10), or keep tool calls"
                    + " out of it: PtcAiServices.builder(…) for an AI service, or PtcChatModel.builder().tools(…)");
        }
    }

    /** The ids, for messages. */
    String ids() {
        return messages.stream().map(ToolExecutionResultMessage::id).collect(Collectors.joining(", "));
    }
}
