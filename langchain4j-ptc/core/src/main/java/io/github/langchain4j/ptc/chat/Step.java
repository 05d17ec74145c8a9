package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the model with tool requests, and the answers to them: what belongs together when it is shown to the
 * model again. Immutable.
 *
 * @param message the model's message, with all of its requests
 * @param calls its requests, in order
 */
record Step(AiMessage message, List<Call> calls) {

    Step {
        calls = List.copyOf(calls);
    }

    /**
     * A step of a message whose requests are replaced by those of the calls. A blank text beside them says nothing, and
     * Bedrock refuses messages that hold one.
     */
    static Step of(AiMessage message, List<Call> calls) {
        List<ToolExecutionRequest> requests = calls.stream().map(Call::request).toList();
        AiMessage.Builder replaced = message.toBuilder().toolExecutionRequests(requests);
        if (message.text() != null && message.text().isBlank() && !requests.isEmpty()) {
            replaced.text(null);
        }
        return new Step(replaced.build(), calls);
    }

    /** The message and the answers that exist, as the model is to see them. */
    List<ChatMessage> messages() {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(message);
        calls.forEach(call -> call.result().ifPresent(messages::add));
        return messages;
    }
}
