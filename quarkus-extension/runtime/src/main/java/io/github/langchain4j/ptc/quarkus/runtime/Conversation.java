package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolProviderRequest;
import io.github.langchain4j.ptc.service.ServicePrograms;
import io.github.langchain4j.ptc.service.ServiceRuntime;
import io.quarkiverse.langchain4j.runtime.aiservice.QuarkusAiServiceContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The conversation that a call of a service belongs to.
 *
 * @param service that is called
 * @param runtime where its programs run
 * @param memory of the service
 * @param request ends the conversations that cannot go on after it
 */
record Conversation(
        QuarkusAiServiceContext service, ServiceRuntime runtime, ServicePrograms.Memory memory, RequestEnd request) {

    /** An invocation in words that tell it from all others: its id, and the memory id that no other conversation has. */
    InvocationContext of(InvocationContext invocation) {
        return InvocationContext.builder()
                .invocationId(invocation.invocationId())
                .chatMemoryId(name(invocation.chatMemoryId()))
                .build();
    }

    private Object name(Object memoryId) {
        if (!service.hasChatMemory() || memoryId == null) {
            return null;
        }
        Conversations conversations = Conversations.of(service);
        Object name = conversations.name(memoryId);
        ServiceRuntime where = runtime; // the ending outlives this call, and is not to hold it
        ServicePrograms.Memory whose = memory;
        conversations.whenOver(memoryId, () -> where.endConversation(whose, name));
        if (RequestEnd.ends(memoryId)) {
            request.then(memoryId, () -> conversations.over(memoryId));
        }
        return name;
    }

    /** The messages before the model is asked. */
    List<ChatMessage> history(ToolProviderRequest request) {
        List<ChatMessage> messages = new ArrayList<>();
        if (service.hasChatMemory()) {
            messages.addAll(service.chatMemoryService
                    .getOrCreateChatMemory(request.invocationContext().chatMemoryId())
                    .messages());
        }
        messages.add(request.userMessage());
        return messages;
    }
}
