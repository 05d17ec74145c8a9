package io.github.langchain4j.ptc.chat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One tool request of the model and what was answered.
 *
 * @param request what the model asked for
 * @param result our answer; empty if the caller answers
 */
record Call(ToolExecutionRequest request, Optional<ToolExecutionResultMessage> result) {

    Call {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(result, "result");
    }

    /** A request that is the caller's to answer. */
    static Call ofCaller(ToolExecutionRequest request) {
        return new Call(request, Optional.empty());
    }

    /** A request that was answered here. */
    static Call answered(ToolExecutionRequest request, String text, boolean error) {
        return answered(request, text, error, Map.of());
    }

    /** A request that was answered here, with attributes that stay here. */
    static Call answered(ToolExecutionRequest request, String text, boolean error, Map<String, Object> attributes) {
        return new Call(
                request,
                Optional.of(ToolExecutionResultMessage.builder()
                        .id(request.id())
                        .toolName(request.name())
                        .text(text)
                        .isError(error)
                        .attributes(attributes)
                        .build()));
    }

    /** The call, its answer followed by a note; one that the caller answers is left as it is. */
    Call noted(String note) {
        return new Call(request, result.map(answer -> {
            List<Content> contents = new ArrayList<>(answer.contents());
            int end = contents.size() - 1;
            // Most providers take only a single text as a result.
            if (contents.get(end) instanceof TextContent text) {
                contents.set(end, TextContent.from(text.text() + "\n" + note));
            } else {
                contents.add(TextContent.from(note));
            }
            return ToolExecutionResultMessage.builder()
                    .id(answer.id())
                    .toolName(answer.toolName())
                    .contents(contents)
                    .isError(answer.isError())
                    .attributes(answer.attributes())
                    .build();
        }));
    }
}
