package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The indices of tool calls as the caller sees them. A model counts from 0 in each of its responses; the caller sees
 * several of these in one call, and no index twice. Thread-safe.
 */
final class ToolCallNumbers {

    private final List<CompleteToolCall> complete = new ArrayList<>(); // guarded by this; of the latest response
    private final Set<Integer> announced = new HashSet<>(); // guarded by this; as complete calls
    private int offset; // guarded by this
    private int next; // guarded by this; the first index that was never used

    /** The model is asked. */
    synchronized void responseBegins() {
        complete.clear();
        offset = next;
    }

    /** The same part of a tool call, with the caller's index. */
    synchronized PartialToolCall partial(PartialToolCall call) {
        int number = number(call.index());
        return number == call.index()
                ? call
                : PartialToolCall.builder()
                        .index(number)
                        .id(call.id())
                        .name(call.name())
                        .partialArguments(call.partialArguments())
                        .build();
    }

    /** The model says that a tool call is complete. */
    synchronized void completed(CompleteToolCall call) {
        complete.add(call);
    }

    /** The model's response is complete. */
    synchronized void responseEnds(List<ToolExecutionRequest> requests) {
        if (complete.isEmpty()) {
            for (int i = 0; i < requests.size(); i++) {
                complete.add(new CompleteToolCall(i, requests.get(i)));
            }
        }
    }

    /** What the caller is told of the requests that go out to it. */
    synchronized List<CompleteToolCall> outgoing(List<ToolExecutionRequest> requests) {
        List<CompleteToolCall> calls = new ArrayList<>();
        for (ToolExecutionRequest request : requests) {
            int number = taken(request).map(this::number).orElse(next);
            if (!announced.add(number)) {
                number = next;
                announced.add(number);
            }
            next = Math.max(next, number + 1);
            calls.add(new CompleteToolCall(number, request));
        }
        return calls;
    }

    private int number(int index) {
        int number = offset + index;
        next = Math.max(next, number + 1);
        return number;
    }

    /** The model's index of a request that it made itself; those of programs have none. */
    private Optional<Integer> taken(ToolExecutionRequest request) {
        Optional<CompleteToolCall> made = complete.stream()
                .filter(call -> same(call.toolExecutionRequest(), request))
                .findFirst();
        made.ifPresent(complete::remove);
        return made.map(CompleteToolCall::index);
    }

    private static boolean same(ToolExecutionRequest made, ToolExecutionRequest request) {
        return Objects.equals(made.id(), request.id())
                && Objects.equals(made.name(), request.name())
                // Some providers give no ids.
                && (made.id() != null || Objects.equals(made.arguments(), request.arguments()));
    }
}
