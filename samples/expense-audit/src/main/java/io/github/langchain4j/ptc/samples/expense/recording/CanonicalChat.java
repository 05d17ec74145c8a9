package io.github.langchain4j.ptc.samples.expense.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Requests and answers as JSON, with everything that a provider would be sent and nothing else: two requests are equal
 * here if and only if a model cannot tell them apart.
 */
public final class CanonicalChat {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CanonicalChat() {}

    /** The messages of a request. */
    static ArrayNode messages(List<ChatMessage> messages) {
        ArrayNode array = JSON.arrayNode();
        messages.forEach(message -> array.add(message(message)));
        return array;
    }

    private static ObjectNode message(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return JSON.objectNode().put("role", "system").put("text", system.text());
        }
        if (message instanceof UserMessage user) {
            return JSON.objectNode().put("role", "user").put("text", user.singleText());
        }
        if (message instanceof AiMessage answer) {
            return answer(answer);
        }
        if (message instanceof ToolExecutionResultMessage result) {
            return result(result);
        }
        throw new IllegalArgumentException("The sample sends no messages of type " + message.type());
    }

    /** The answer of a model. */
    static ObjectNode answer(AiMessage answer) {
        ObjectNode node = JSON.objectNode().put("role", "assistant");
        if (answer.text() != null) {
            node.put("text", answer.text());
        }
        if (answer.hasToolExecutionRequests()) {
            ArrayNode calls = node.putArray("toolCalls");
            for (ToolExecutionRequest call : answer.toolExecutionRequests()) {
                calls.addObject().put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
            }
        }
        return node;
    }

    private static ObjectNode result(ToolExecutionResultMessage result) {
        ObjectNode node = JSON.objectNode()
                .put("role", "tool")
                .put("id", result.id())
                .put("name", result.toolName())
                .put("text", result.text());
        if (Boolean.TRUE.equals(result.isError())) {
            node.put("error", true);
        }
        return node;
    }

    /** The answer of a model, back from {@link #answer}. */
    static AiMessage toAnswer(ObjectNode node) {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        node.path("toolCalls")
                .forEach(call -> calls.add(ToolExecutionRequest.builder()
                        .id(call.path("id").textValue())
                        .name(call.path("name").textValue())
                        .arguments(call.path("arguments").textValue())
                        .build()));
        return AiMessage.builder()
                .text(node.path("text").textValue())
                .toolExecutionRequests(calls)
                .build();
    }

    /** A tool as it is offered to a model: name, description and JSON schema of the arguments. */
    public static ObjectNode tool(ToolSpecification tool) {
        ObjectNode node = JSON.objectNode().put("name", tool.name()).put("description", tool.description());
        if (tool.parameters() != null) {
            node.set("parameters", RecordingFiles.MAPPER.valueToTree(JsonSchemaElementUtils.toMap(tool.parameters())));
        }
        return node;
    }

    /** The tools of a request by name: their order is that of a class's methods, which differs between JVMs. */
    static ArrayNode tools(ChatRequest request) {
        ArrayNode array = JSON.arrayNode();
        request.toolSpecifications().stream()
                .sorted(Comparator.comparing(ToolSpecification::name))
                .forEach(tool -> array.add(tool(tool)));
        return array;
    }

    /**
     * Everything of a request beside messages and tools, without what is not set. The model's name is left out: it says
     * who is asked, not what.
     */
    static ObjectNode parameters(ChatRequestParameters parameters) {
        ObjectNode node = JSON.objectNode();
        put(node, "temperature", parameters.temperature());
        put(node, "topP", parameters.topP());
        put(node, "topK", parameters.topK());
        put(node, "frequencyPenalty", parameters.frequencyPenalty());
        put(node, "presencePenalty", parameters.presencePenalty());
        put(node, "maxOutputTokens", parameters.maxOutputTokens());
        put(node, "toolChoice", parameters.toolChoice());
        put(node, "responseFormat", parameters.responseFormat());
        if (!parameters.stopSequences().isEmpty()) {
            put(node, "stopSequences", parameters.stopSequences());
        }
        return node;
    }

    private static void put(ObjectNode node, String name, Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }
}
