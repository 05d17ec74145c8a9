package io.github.langchain4j.ptc.bedrock;

import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;

/**
 * Why replies ended, in the words that LangChain4j 1.16 knows; it fails on all others. Those that came later say that
 * there was no more room, or that the service could not read what the model wrote. The latter without any content is told
 * as a tool use that is missing, which makes the loop ask again.
 */
final class StopReasons {

    private StopReasons() {}

    static StopReason known(StopReason reason, List<ContentBlock> content) {
        if (reason == null) {
            return told(content);
        }
        return switch (reason) {
            case END_TURN, TOOL_USE, MAX_TOKENS, STOP_SEQUENCE, GUARDRAIL_INTERVENED, CONTENT_FILTERED -> reason;
            case MODEL_CONTEXT_WINDOW_EXCEEDED -> StopReason.MAX_TOKENS;
            default -> told(content);
        };
    }

    private static StopReason told(List<ContentBlock> content) {
        boolean text = content.stream()
                .anyMatch(block -> block.text() != null && !block.text().isBlank());
        boolean use = content.stream().anyMatch(block -> block.toolUse() != null);
        return text && !use ? StopReason.END_TURN : StopReason.TOOL_USE;
    }
}
