package io.github.langchain4j.ptc.testkit.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What Converse is documented, or known from its error messages, to refuse:
 *
 * <ul>
 *   <li>messages: the first is the user's, roles alternate, the last is the user's; each has content blocks of one kind;
 *   <li>blank texts;
 *   <li>tool blocks without {@code toolConfig}; names and ids beyond {@code [a-zA-Z0-9_-]{1,64}}; tools of one name;
 *   <li>an input of a tool use that is no object;
 *   <li>results that do not answer exactly the tool uses of the message before them; results beside other content (models
 *       of Anthropic take it);
 *   <li>models of Anthropic: reasoning that is not signed, is not what was sent, or is missing before a tool use that it
 *       was sent with.
 * </ul>
 *
 * Thread-safe; remembers the reasoning that was sent.
 */
final class ConverseRules {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    /** The reasoning that was sent before a tool use, by the id of this. */
    private final Map<String, JsonNode> sent = new ConcurrentHashMap<>();

    ConverseRules() {}

    private static final class Violation extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message, null, false, false);
        }
    }

    /** Remembers a reply. */
    void sent(String modelId, ConverseReply.Message message) {
        if (!isAnthropic(modelId)) {
            return;
        }
        JsonNode content = ReplyWriter.content(message.content());
        JsonNode reasoning = reasoning(content);
        content.forEach(block -> {
            if (block.has("toolUse")) {
                sent.put(block.path("toolUse").path("toolUseId").asText(), reasoning);
            }
        });
    }

    private static boolean isAnthropic(String modelId) {
        return modelId.contains("anthropic.");
    }

    private static JsonNode reasoning(JsonNode content) {
        var reasoning = JsonNodeFactory.instance.arrayNode();
        content.forEach(block -> {
            if (block.has("reasoningContent")) {
                reasoning.add(block);
            }
        });
        return reasoning;
    }

    /** What is wrong with a request, in words like the service's; empty if nothing is. */
    Optional<String> violation(ConverseCall call) {
        try {
            tools(call.body());
            messages(call);
            call.body().path("system").forEach(block -> {
                if (block.has("text")) {
                    notBlank(block, "system");
                }
            });
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(violation.getMessage());
        }
    }

    private static void tools(JsonNode body) {
        JsonNode config = body.path("toolConfig");
        if (config.isMissingNode()) {
            return;
        }
        require(config.path("tools").size() > 0, "toolConfig.tools: must have at least 1 member");
        Set<String> names = new HashSet<>();
        for (JsonNode tool : config.path("tools")) {
            JsonNode specification = tool.path("toolSpec");
            if (tool.has("cachePoint")) {
                continue;
            }
            String name = specification.path("name").asText();
            require(NAME.matcher(name).matches(), "toolConfig: the name '" + name + "' must match " + NAME);
            require(names.add(name), "The tool " + name + " is already defined at toolConfig");
            require(
                    !specification.has("description")
                            || !specification.path("description").asText().isBlank(),
                    "toolConfig: the description of " + name + " is blank");
            require(
                    specification
                            .path("inputSchema")
                            .path("json")
                            .path("type")
                            .asText()
                            .equals("object"),
                    "toolConfig: inputSchema.json.type of " + name + " must be object");
        }
        JsonNode choice = config.path("toolChoice");
        require(
                choice.isMissingNode()
                        || choice.size() == 1 && (choice.has("auto") || choice.has("any") || choice.has("tool")),
                "toolConfig.toolChoice must be one of auto, any, tool");
    }

    private void messages(ConverseCall call) {
        JsonNode messages = call.body().path("messages");
        require(messages.size() > 0, "messages: must have at least 1 member");
        List<String> uses = List.of();
        for (int i = 0; i < messages.size(); i++) {
            String where = "messages." + i;
            JsonNode message = messages.get(i);
            boolean user = i % 2 == 0;
            require(
                    message.path("role").asText().equals(user ? "user" : "assistant"),
                    i == 0
                            ? "A conversation must start with a user message. Try again with a conversation that starts"
                                    + " with a user message."
                            : "A conversation must alternate between user and assistant roles (" + where + ").");
            JsonNode content = message.path("content");
            require(
                    content.size() > 0,
                    "The content field in the Message object at " + where
                            + " is empty. Add a ContentBlock object to the" + " content field and try again.");
            for (int j = 0; j < content.size(); j++) {
                block(content.get(j), user, where + ".content." + j);
            }
            if (user) {
                results(content, uses, where, isAnthropic(call.modelId()));
            } else {
                uses = uses(content, where);
                if (isAnthropic(call.modelId())) {
                    reasoning(content, uses, where);
                }
            }
            require(
                    !call.body().path("toolConfig").isMissingNode() || !hasTools(content),
                    "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
        }
        require(
                messages.size() % 2 == 1,
                "This model does not support assistant message prefill. The conversation must end with a user message.");
    }

    private static boolean hasTools(JsonNode content) {
        for (JsonNode block : content) {
            if (block.has("toolUse") || block.has("toolResult")) {
                return true;
            }
        }
        return false;
    }

    private static void block(JsonNode block, boolean user, String where) {
        require(block.size() == 1, where + ": a content block must have exactly one member");
        if (block.has("text")) {
            notBlank(block, where);
        }
        require(
                !user || !block.has("reasoningContent"),
                "User messages cannot contain reasoning content. Please remove the reasoning content and try again.");
        if (block.has("toolUse")) {
            require(!user, where + ": user messages cannot contain toolUse");
            JsonNode use = block.path("toolUse");
            require(NAME.matcher(use.path("name").asText()).matches(), where + ".toolUse.name must match " + NAME);
            require(NAME.matcher(use.path("toolUseId").asText()).matches(), where + ".toolUse.toolUseId: " + NAME);
            require(
                    use.path("input").isObject(),
                    "The format of the value at " + where
                            + ".toolUse.input is invalid. Provide a json object for the field and try again.");
        }
        if (block.has("toolResult")) {
            require(user, where + ": assistant messages cannot contain toolResult");
            JsonNode result = block.path("toolResult");
            require(
                    result.path("content").size() > 0
                            || !result.path("status").asText().equals("error"),
                    "The content field at " + where + ".toolResult cannot be empty when status value is error.");
            for (JsonNode part : result.path("content")) {
                require(part.size() == 1, where + ".toolResult.content: a block must have exactly one member");
                if (part.has("text")) {
                    notBlank(part, where + ".toolResult.content");
                }
                require(
                        !part.has("json") || part.path("json").isObject(),
                        "The format of the value at " + where + ".toolResult.content.json is invalid.");
            }
        }
    }

    private static List<String> uses(JsonNode content, String where) {
        List<String> ids = new ArrayList<>();
        for (JsonNode block : content) {
            if (block.has("toolUse")) {
                String id = block.path("toolUse").path("toolUseId").asText();
                require(!ids.contains(id), where + ": the toolUseId " + id + " is used twice");
                ids.add(id);
            }
        }
        return ids;
    }

    private static void results(JsonNode content, List<String> uses, String where, boolean anthropic) {
        Set<String> open = new HashSet<>(uses);
        boolean others = false;
        for (JsonNode block : content) {
            if (block.has("toolResult")) {
                String id = block.path("toolResult").path("toolUseId").asText();
                require(
                        open.remove(id),
                        "The toolResult block " + id + " at " + where
                                + " has no matching toolUse block in the previous turn.");
            } else {
                others = true;
            }
        }
        require(
                open.isEmpty(),
                "Expected toolResult blocks at " + where + ".content for the following Ids: "
                        + String.join(", ", open));
        require(
                anthropic || uses.isEmpty() || !others,
                where + ".content: Conversation blocks and tool result blocks cannot be provided in the same turn.");
    }

    private void reasoning(JsonNode content, List<String> uses, String where) {
        JsonNode reasoning = reasoning(content);
        for (JsonNode block : reasoning) {
            JsonNode text = block.path("reasoningContent").path("reasoningText");
            require(
                    text.isMissingNode() || !text.path("signature").asText().isBlank(),
                    where + ".content: thinking.signature: Field required");
        }
        for (String id : uses) {
            JsonNode before = sent.get(id);
            require(
                    before == null || before.equals(reasoning),
                    where + ".content: when thinking is enabled, the reasoning blocks in the latest assistant message"
                            + " cannot be left out or modified. These blocks must remain as they were in the original"
                            + " response.");
        }
    }

    private static void notBlank(JsonNode block, String where) {
        require(
                !block.path("text").asText().isBlank(),
                "The text field in the ContentBlock object at " + where
                        + " is blank. Add text to the text field, and try again.");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new Violation(message);
        }
    }
}
