package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.wire.MessagesRequest.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads requests and checks each field. What one field says of another is checked by whoever knows what it is for. */
public final class RequestReader {

    private static final int MOST_MESSAGES = 100_000;
    private static final int MOST_STOPS = 1_000;
    private static final Set<String> ROLES = Set.of("user", "assistant", "system");

    private RequestReader() {}

    /**
     * A request for a message.
     *
     * @param json the body
     * @param betas of the header {@code anthropic-beta}
     * @throws ApiException that names the first field that is wrong
     */
    public static MessagesRequest message(ObjectNode json, Set<String> betas) {
        At at = new At(json, "");
        int maxTokens = at.integer("max_tokens", 1)
                .orElseThrow(() -> at.child("max_tokens").wrong("Field required"));
        return read(at, betas, maxTokens);
    }

    /** A request that is only counted. */
    public static MessagesRequest counted(ObjectNode json, Set<String> betas) {
        return read(new At(json, ""), betas, 0);
    }

    /**
     * Blocks of an assistant message that were written here.
     *
     * @param blocks of a response
     */
    public static List<Block> written(List<ObjectNode> blocks) {
        return blocks.stream()
                .map(block -> BlockReader.ofAssistant(new At(block, "written")))
                .toList();
    }

    private static MessagesRequest read(At at, Set<String> betas, int maxTokens) {
        if (at.child("thread").isPresent()) {
            throw ApiException.noThreads();
        }
        if (!at.list("mcp_servers", MOST_STOPS, At::path).isEmpty()) {
            throw at.child("mcp_servers").wrong("there are no MCP servers here; connect them on the client's side");
        }
        String model = at.word("model");
        List<Message> messages = messages(at.child("messages"));
        return new MessagesRequest(
                model,
                maxTokens,
                system(at.child("system")),
                messages,
                ToolsReader.read(at, betas),
                at.flag("stream"),
                container(at.child("container")),
                sampling(at),
                at.json());
    }

    private static List<Message> messages(At at) {
        if (!at.isPresent()) {
            throw at.wrong("Field required");
        }
        List<Message> messages = at.elements(MOST_MESSAGES, RequestReader::message);
        if (messages.isEmpty()) {
            throw at.wrong("at least one message is required");
        }
        return messages;
    }

    private static Message message(At at) {
        String role = at.object().oneOf("role", ROLES);
        List<Block> content = BlockReader.content(at.child("content"), role.equals("assistant"));
        return new Message(role, content, at.path());
    }

    private static List<Block.Text> system(At at) {
        if (!at.isPresent()) {
            return List.of();
        }
        if (at.node().isTextual()) {
            return List.of(new Block.Text(at.asText(), false));
        }
        return at.elements(MOST_STOPS, part -> {
            part.object().oneOf("type", Set.of("text"));
            return BlockReader.text(part);
        });
    }

    private static Optional<String> container(At at) {
        if (!at.isPresent()) {
            return Optional.empty();
        }
        if (at.node().isTextual()) {
            return Optional.of(at.asText());
        }
        if (at.object().child("skills").isPresent()
                && !at.child("skills").elements(0, At::path).isEmpty()) {
            throw at.child("skills").wrong("there are no skills here");
        }
        return at.optionalText("id");
    }

    private static Sampling sampling(At at) {
        return new Sampling(
                at.number("temperature", 0, 1),
                at.number("top_p", 0, 1),
                at.integer("top_k", 0),
                at.list("stop_sequences", MOST_STOPS, At::asText),
                outputSchema(at.child("output_config")));
    }

    private static Optional<ObjectNode> outputSchema(At at) {
        At format = at.child("format");
        if (!at.isPresent() || !format.isPresent()) {
            return Optional.empty();
        }
        format.object().oneOf("type", Set.of("json_schema"));
        return Optional.of(format.child("schema").json());
    }
}
