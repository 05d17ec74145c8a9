package io.github.langchain4j.ptc.agentic;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;

/** Replies of models that no script can play, because several agents ask them at once. */
final class Replies {

    private Replies() {}

    static ChatResponse program(String code) {
        return message(AiMessage.from(ToolExecutionRequest.builder()
                .id("call_1")
                .name("execute_python")
                .arguments("{\"code\":" + TextNode.valueOf(code) + "}")
                .build()));
    }

    static ChatResponse answer(String text) {
        return message(AiMessage.from(text));
    }

    private static ChatResponse message(AiMessage message) {
        return ChatResponse.builder().aiMessage(message).build();
    }
}
