package io.github.langchain4j.ptc.samples.proxy.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Written answers to known questions. Which one is due follows from the messages: the last question that is known, and how
 * often the model has answered since. Immutable and thread-safe.
 */
final class Recordings {

    private static final String FILE = "/recordings.json";

    /** In the text of an answer, what the last program or tool gave. */
    private static final String RESULT = "${result}";

    private static final int CHARACTERS_PER_TOKEN = 4;

    private final Map<String, List<JsonNode>> answers;

    private Recordings(Map<String, List<JsonNode>> answers) {
        this.answers = answers;
    }

    static Recordings load() {
        try (InputStream in = Objects.requireNonNull(Recordings.class.getResourceAsStream(FILE), FILE)) {
            Map<String, List<JsonNode>> answers = new LinkedHashMap<>();
            for (JsonNode conversation : new JsonMapper().readTree(in)) {
                answers.put(
                        conversation.path("question").asText(),
                        StreamSupport.stream(conversation.path("answers").spliterator(), false)
                                .toList());
            }
            return new Recordings(answers);
        } catch (IOException e) {
            throw new UncheckedIOException("The recorded answers cannot be read", e);
        }
    }

    ChatResponse answer(ChatRequest request) {
        AiMessage message = message(request.messages());
        FinishReason reason = message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP;
        return ChatResponse.builder()
                .aiMessage(message)
                .finishReason(reason)
                .tokenUsage(new TokenUsage(tokens(request.messages().toString()), tokens(message.toString())))
                .build();
    }

    private AiMessage message(List<ChatMessage> messages) {
        int answered = 0;
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index) instanceof AiMessage) {
                answered++;
            } else if (messages.get(index) instanceof UserMessage user) {
                List<JsonNode> known = answers.get(text(user));
                if (known != null) {
                    return known.size() > answered ? read(known.get(answered), messages) : AiMessage.from("Done.");
                }
            }
        }
        return AiMessage.from(
                "This is a recorded model. It knows these questions alone:\n" + String.join("\n", answers.keySet()));
    }

    private static String text(UserMessage message) {
        return message.contents().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static AiMessage read(JsonNode answer, List<ChatMessage> messages) {
        AiMessage.Builder message = AiMessage.builder();
        if (answer.has("text")) {
            message.text(answer.path("text").asText().replace(RESULT, result(messages)));
        }
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (JsonNode call : answer.path("calls")) {
            calls.add(ToolExecutionRequest.builder()
                    .id("call_" + messages.size() + "_" + calls.size())
                    .name(call.path("name").asText())
                    .arguments(arguments(call))
                    .build());
        }
        return calls.isEmpty()
                ? message.build()
                : message.toolExecutionRequests(calls).build();
    }

    private static String arguments(JsonNode call) {
        if (!call.has("program")) {
            return call.path("arguments").toString();
        }
        String code = StreamSupport.stream(call.path("program").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("\n"));
        return new JsonMapper().createObjectNode().put("code", code).toString();
    }

    private static String result(List<ChatMessage> messages) {
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index) instanceof ToolExecutionResultMessage result) {
                return result.text();
            }
        }
        return "";
    }

    private static int tokens(String text) {
        return text.length() / CHARACTERS_PER_TOKEN;
    }
}
