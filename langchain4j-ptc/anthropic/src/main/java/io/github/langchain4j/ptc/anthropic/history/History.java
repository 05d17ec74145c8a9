package io.github.langchain4j.ptc.anthropic.history;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.Block;
import io.github.langchain4j.ptc.anthropic.wire.Message;
import io.github.langchain4j.ptc.anthropic.wire.MessagesRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From the messages of a request to those of LangChain4j, by nothing but what the request says. One message of the API
 * can hold several responses of the model, with the results of programs between them; what programs asked the client,
 * and what it answered, is left out. Used once.
 */
public final class History {

    private final List<ChatMessage> messages = new ArrayList<>();
    private RoundBuilder round = new RoundBuilder();

    private History() {}

    /**
     * The conversation that a request tells.
     *
     * @throws ApiException if its blocks do not fit together
     */
    public static Conversation read(MessagesRequest request) {
        return read(request.system(), request.messages());
    }

    /** The conversation of a system prompt and messages. */
    public static Conversation read(List<Block.Text> system, List<Message> given) {
        if (!given.get(0).isUser() && !given.get(0).role().equals("system")) {
            throw ApiException.invalid(given.get(0).path(), "the first message must use the `user` role");
        }
        List<Message> merged = merged(given);
        ToolPairs.check(merged);
        History history = new History();
        history.system(system.stream().map(Block.Text::text).toList());
        merged.forEach(history::add);
        return history.conversation(merged);
    }

    /** Neighbours of one role count as one message. */
    private static List<Message> merged(List<Message> given) {
        List<Message> merged = new ArrayList<>();
        for (Message message : given) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).role().equals(message.role())) {
                List<Block> content = new ArrayList<>(merged.get(last).content());
                content.addAll(message.content());
                merged.set(last, new Message(message.role(), content, message.path()));
            } else {
                merged.add(message);
            }
        }
        return merged;
    }

    private void system(List<String> texts) {
        String text = texts.stream().filter(part -> !part.isBlank()).collect(Collectors.joining("\n\n"));
        if (!text.isEmpty()) {
            messages.add(SystemMessage.from(text));
        }
    }

    private void add(Message message) {
        if (message.isAssistant()) {
            message.content().forEach(block -> fromModel(block, message.path()));
        } else if (message.isUser()) {
            fromUser(message);
        } else {
            endRound();
            system(message.content().stream()
                    .filter(Block.Text.class::isInstance)
                    .map(block -> ((Block.Text) block).text())
                    .toList());
        }
    }

    private void fromModel(Block block, String path) {
        if (block instanceof Block.CodeResult result) {
            if (!round.result(result)) {
                throw ApiException.invalid(
                        path,
                        "`code_execution_tool_result` of " + result.toolUseId() + " without its `server_tool_use`");
            }
        } else if (!isOfProgram(block)) {
            if (round.isAnswered()) {
                endRound();
            }
            round.add(block);
        }
    }

    private static boolean isOfProgram(Block block) {
        return block instanceof Block.ToolUse use && use.caller().isProgram();
    }

    private void fromUser(Message message) {
        List<Block> said = new ArrayList<>();
        for (Block block : message.content()) {
            if (block instanceof Block.ToolResult result) {
                round.result(result);
            } else {
                said.add(block);
            }
        }
        List<Content> contents = Contents.of(said);
        if (!contents.isEmpty()) {
            endRound();
            messages.add(user(contents, said));
        } else if (said.size() == message.content().size()) {
            throw ApiException.invalid(message.path(), "user messages must have non-empty content");
        }
    }

    private static UserMessage user(List<Content> contents, List<Block> said) {
        boolean cached = said.stream().anyMatch(block -> block instanceof Block.Text text && text.cached());
        UserMessage.Builder message = UserMessage.builder().contents(contents);
        if (cached) {
            message.attributes(Map.of(Attributes.CACHE_CONTROL, "ephemeral"));
        }
        return message.build();
    }

    private void endRound() {
        if (!round.isEmpty()) {
            messages.addAll(round.closed().messages());
        }
        round = new RoundBuilder();
    }

    private Conversation conversation(List<Message> merged) {
        Map<String, Block.ToolResult> results = pending(merged);
        if (results.isEmpty()) {
            endRound();
            return new Conversation(messages, Optional.empty(), results);
        }
        return new Conversation(messages, Optional.of(round.open()), results);
    }

    /** What the last message answers to a program of the message before. */
    private static Map<String, Block.ToolResult> pending(List<Message> merged) {
        Message last = merged.get(merged.size() - 1);
        if (merged.size() < 2 || !last.isUser()) {
            return Map.of();
        }
        Map<String, Block.ToolUse> uses = ToolPairs.uses(merged.get(merged.size() - 2));
        Map<String, Block.ToolResult> results = new LinkedHashMap<>();
        for (Block block : last.content()) {
            if (block instanceof Block.ToolResult result && isOfProgram(uses.get(result.toolUseId()))) {
                requireText(result);
                results.put(result.toolUseId(), result);
            }
        }
        boolean others = last.content().stream().anyMatch(block -> !(block instanceof Block.ToolResult));
        if (!results.isEmpty() && others) {
            throw ApiException.invalid(
                    last.path() + ".content",
                    "while programs wait for the results of tools, a message may only hold `tool_result` blocks; send"
                            + " other content after the program has ended");
        }
        return results;
    }

    /** A program gets the text of a result; to leave the rest out would have it compute with less than it asked for. */
    private static void requireText(Block.ToolResult result) {
        if (!result.content().stream().allMatch(Block.Text.class::isInstance)) {
            throw ApiException.invalid(
                    result.path() + ".content",
                    "the result of a tool that a program has called may only be a string or `text` blocks");
        }
    }
}
