package io.github.langchain4j.ptc.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** The number of the pause that is answered, if the results say so. */
    Optional<Integer> pause() {
        return messages.stream()
                .flatMap(result -> Handle.read(result.id()).stream())
                .map(Handle.CallName::pause)
                .findFirst();
    }

    /**
     * The results by the ids of calls.
     *
     * @param names the tools that were called, by id, in the order of calling; all of them must be answered
     * @throws IllegalArgumentException if a result is missing, or is for a call that was not made
     */
    Map<String, ToolExecutionResultMessage> byId(Map<String, String> names) {
        Map<String, ToolExecutionResultMessage> found = new LinkedHashMap<>();
        List<ToolExecutionResultMessage> nameless = new ArrayList<>();
        for (ToolExecutionResultMessage result : messages) {
            if (result.id() == null) {
                nameless.add(result);
            } else if (names.containsKey(result.id())) {
                found.put(result.id(), result);
            } else if (Handle.isOurs(result.id())) {
                throw new IllegalArgumentException("There is a result for the tool call " + result.id()
                        + ", which was not made. Use the ids of the tool requests as they are: "
                        + String.join(", ", names.keySet()));
            }
        }
        names.forEach((id, tool) -> {
            if (!found.containsKey(id)) {
                taken(nameless, tool).ifPresent(result -> found.put(id, result));
            }
        });
        requireAll(names, found.keySet());
        return found;
    }

    private static Optional<ToolExecutionResultMessage> taken(List<ToolExecutionResultMessage> nameless, String tool) {
        Optional<ToolExecutionResultMessage> result = nameless.stream()
                .filter(candidate -> Objects.equals(candidate.toolName(), tool))
                .findFirst();
        result.ifPresent(nameless::remove);
        return result;
    }

    private static void requireAll(Map<String, String> names, Set<String> found) {
        Set<String> missing = new TreeSet<>(names.keySet());
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            String calls =
                    missing.stream().map(id -> names.get(id) + " (" + id + ")").collect(Collectors.joining(", "));
            throw new IllegalArgumentException("The results of " + missing.size() + " of " + names.size()
                    + " tool calls of a program are missing: " + calls + ". A request must hold the results of all tool"
                    + " calls of the message that it answers; a chat memory with a small window drops some of them."
                    + " Let the memory hold more messages (MessageWindowChatMemory: at least 10), or keep tool calls"
                    + " out of it: PtcAiServices.builder(…) for an AI service, or PtcChatModel.builder().tools(…)");
        }
    }

    private String ids() {
        return messages.stream().map(ToolExecutionResultMessage::id).collect(Collectors.joining(", "));
    }
}
