package io.github.langchain4j.ptc.anthropic.history;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.github.langchain4j.ptc.anthropic.wire.Block;
import io.github.langchain4j.ptc.anthropic.wire.Tools;
import io.github.langchain4j.ptc.codetool.NotRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what the model said and asked for in one response, and the answers. Used once. */
final class RoundBuilder {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<String> redacted = new ArrayList<>();
    private String signature = "";
    private final List<ToolExecutionRequest> requests = new ArrayList<>();
    private final Set<String> programs = new HashSet<>();
    private final Map<String, ToolExecutionResultMessage> results = new LinkedHashMap<>();

    boolean isEmpty() {
        return saidNothing() && thinking.isEmpty() && redacted.isEmpty() && requests.isEmpty();
    }

    /** Some providers refuse a text of blanks, which others write before a tool call. */
    private boolean saidNothing() {
        return text.toString().isBlank();
    }

    /** Whether the model has seen an answer: what it says after that belongs to its next response. */
    boolean isAnswered() {
        return !results.isEmpty();
    }

    /** Adds what the model wrote. */
    void add(Block block) {
        if (block instanceof Block.Text said) {
            text.append(said.text());
        } else if (block instanceof Block.Thinking thought) {
            thinking.append(thought.thinking());
            signature = thought.signature().isEmpty() ? signature : thought.signature();
        } else if (block instanceof Block.RedactedThinking thought) {
            redacted.add(thought.data());
        } else if (block instanceof Block.ServerToolUse use) {
            programs.add(use.id());
            request(use.id(), Tools.CODE_EXECUTION, use.input().toString());
        } else if (block instanceof Block.ToolUse use) {
            request(use.id(), use.name(), use.input().toString());
        }
    }

    private void request(String id, String name, String arguments) {
        requests.add(ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build());
    }

    /** Adds the result of a program; false if the model did not ask for it in this round. */
    boolean result(Block.CodeResult result) {
        boolean known = programs.contains(result.toolUseId());
        if (known) {
            results.put(result.toolUseId(), ProgramText.message(result.toolUseId(), result.content()));
        }
        return known;
    }

    /** Adds the result of a tool of the client, unless a program asked for it. */
    void result(Block.ToolResult result) {
        Optional<ToolExecutionRequest> asked = requests.stream()
                .filter(request -> request.id().equals(result.toolUseId()))
                .findFirst();
        asked.ifPresent(request -> result(request, result));
    }

    private void result(ToolExecutionRequest request, Block.ToolResult result) {
        boolean onlyText = result.content().stream().allMatch(Block.Text.class::isInstance);
        results.put(
                request.id(),
                ToolExecutionResultMessage.builder()
                        .id(request.id())
                        .toolName(request.name())
                        // Most providers take only a single text as a result.
                        .contents(onlyText ? List.of(TextContent.from(result.text())) : Contents.of(result.content()))
                        .isError(result.failed())
                        .build());
    }

    /** The round as it is, with programs that have no result yet. */
    Round open() {
        return new Round(message(), programs, results);
    }

    /** The round when it is over: a program without a result was never run. */
    Round closed() {
        Round round = open();
        for (Optional<ToolExecutionRequest> left = round.nextProgram(); left.isPresent(); left = round.nextProgram()) {
            round = round.with(ToolExecutionResultMessage.builder()
                    .id(left.get().id())
                    .toolName(Tools.CODE_EXECUTION)
                    .text(NotRun.CUT_OFF)
                    .isError(true)
                    .build());
        }
        return round;
    }

    private AiMessage message() {
        Map<String, Object> attributes = new HashMap<>();
        if (!signature.isEmpty()) {
            attributes.put(Attributes.THINKING_SIGNATURE, signature);
        }
        if (!redacted.isEmpty()) {
            attributes.put(Attributes.REDACTED_THINKING, List.copyOf(redacted));
        }
        return AiMessage.builder()
                .text(saidNothing() ? null : text.toString())
                .thinking(thinking.isEmpty() ? null : thinking.toString())
                .toolExecutionRequests(requests)
                .attributes(attributes)
                .build();
    }
}
