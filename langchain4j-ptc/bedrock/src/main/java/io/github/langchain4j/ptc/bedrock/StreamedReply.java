package io.github.langchain4j.ptc.bedrock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/**
 * A reply while it is streamed. The input of a tool use is held back until it is whole, because only then is it known
 * whether it can be read; all else passes at once. Used by one thread at a time.
 */
final class StreamedReply {

    private final SentReplies replies;
    private final ToolInputs inputs;
    private final Map<Integer, Part> parts = new TreeMap<>();

    StreamedReply(SentReplies replies, ToolInputs inputs) {
        this.replies = replies;
        this.inputs = inputs;
    }

    /** One content block while it grows. */
    private static final class Part {

        private final StringBuilder text = new StringBuilder(); // of whatever kind
        private final StringBuilder signature = new StringBuilder();
        private SdkBytes redacted;
        private boolean reasoning;
        private ToolUseBlock use;

        private void add(ReasoningContentBlockDelta delta) {
            reasoning = true;
            if (delta.text() != null) {
                text.append(delta.text());
            }
            if (delta.signature() != null) {
                signature.append(delta.signature());
            }
            if (delta.redactedContent() != null) {
                byte[] more = delta.redactedContent().asByteArrayUnsafe();
                redacted = redacted == null ? delta.redactedContent() : joined(redacted.asByteArrayUnsafe(), more);
            }
        }

        private static SdkBytes joined(byte[] first, byte[] second) {
            byte[] both = new byte[first.length + second.length];
            System.arraycopy(first, 0, both, 0, first.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return SdkBytes.fromByteArray(both);
        }

        private ContentBlock block() {
            if (use != null) {
                return ContentBlock.fromToolUse(use);
            }
            if (!reasoning) {
                return ContentBlock.fromText(text.toString());
            }
            if (redacted != null) {
                return ContentBlock.fromReasoningContent(ReasoningContentBlock.fromRedactedContent(redacted));
            }
            return ContentBlock.fromReasoningContent(ReasoningContentBlock.fromReasoningText(thought ->
                    thought.text(text.toString()).signature(signature.isEmpty() ? null : signature.toString())));
        }
    }

    /** What is to be handed on for an event. */
    List<ConverseStreamOutput> next(ConverseStreamOutput event) {
        if (event instanceof ContentBlockStartEvent start && start.start().toolUse() != null) {
            part(start.contentBlockIndex()).use = ToolUseBlock.builder()
                    .toolUseId(start.start().toolUse().toolUseId())
                    .name(start.start().toolUse().name())
                    .build();
        } else if (event instanceof ContentBlockDeltaEvent delta) {
            return grow(part(delta.contentBlockIndex()), delta);
        } else if (event instanceof ContentBlockStopEvent stop) {
            return end(part(stop.contentBlockIndex()), stop);
        } else if (event instanceof MessageStopEvent stop) {
            List<ContentBlock> content =
                    parts.values().stream().map(Part::block).toList();
            replies.remember(content);
            return List.of(ConverseStreamOutput.messageStopBuilder()
                    .stopReason(StopReasons.known(stop.stopReason(), content))
                    .additionalModelResponseFields(stop.additionalModelResponseFields())
                    .build());
        }
        return List.of(event);
    }

    private Part part(int index) {
        return parts.computeIfAbsent(index, each -> new Part());
    }

    private static List<ConverseStreamOutput> grow(Part part, ContentBlockDeltaEvent event) {
        ContentBlockDelta delta = event.delta();
        if (delta.toolUse() != null) {
            part.text.append(
                    delta.toolUse().input() == null ? "" : delta.toolUse().input());
            return List.of();
        }
        if (delta.reasoningContent() != null) {
            part.add(delta.reasoningContent());
        } else if (delta.text() != null) {
            part.text.append(delta.text());
        }
        return List.of(event);
    }

    private List<ConverseStreamOutput> end(Part part, ContentBlockStopEvent stop) {
        if (part.use == null || part.text.isEmpty()) {
            return List.of(stop);
        }
        String input = inputs.readable(part.use.name(), part.text.toString());
        List<ConverseStreamOutput> events = new ArrayList<>();
        events.add(ConverseStreamOutput.contentBlockDeltaBuilder()
                .contentBlockIndex(stop.contentBlockIndex())
                .delta(delta -> delta.toolUse(use -> use.input(input)))
                .build());
        events.add(stop);
        return events;
    }
}
