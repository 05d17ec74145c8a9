package io.github.langchain4j.ptc.anthropic.wire;

import java.util.List;

/**
 * A message of a request. Immutable. {@link #toString()} shows no content.
 *
 * @param role {@code user}, {@code assistant} or {@code system}
 * @param content in order
 * @param path where it stands in the request
 */
public record Message(String role, List<Block> content, String path) {

    public Message {
        content = List.copyOf(content);
    }

    /** Whether the model wrote it. */
    public boolean isAssistant() {
        return role.equals("assistant");
    }

    /** Whether the user, or the client for it, wrote it. */
    public boolean isUser() {
        return role.equals("user");
    }

    @Override
    public String toString() {
        return "Message[" + path + ", " + role + ", " + content.size() + " blocks]";
    }
}
