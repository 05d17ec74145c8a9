package io.github.langchain4j.ptc.anthropic.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A content block of a message that a client sent. Immutable. {@code toString()} shows no content. */
public sealed interface Block {

    /**
     * A text.
     *
     * @param text may be empty
     * @param cached whether a prompt cache may end here
     */
    record Text(String text, boolean cached) implements Block {

        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /** An image. */
    record Image(Source source) implements Block {}

    /**
     * A document.
     *
     * @param source of a PDF, or plain text
     * @param title if it has one
     */
    record Document(Source source, Optional<String> title) implements Block {

        @Override
        public String toString() {
            return "Document[" + source + "]";
        }
    }

    /**
     * Where the content of an image or a document is.
     *
     * @param kind {@code base64}, {@code url} or {@code text}
     * @param mediaType of the content; empty if it is not said
     * @param content base64, the address, or the text
     */
    record Source(String kind, String mediaType, String content) {

        @Override
        public String toString() {
            return "Source[" + kind + ", " + mediaType + "]";
        }
    }

    /**
     * What the model thought.
     *
     * @param thinking may be empty
     * @param signature may be empty
     */
    record Thinking(String thinking, String signature) implements Block {

        @Override
        public String toString() {
            return "Thinking[" + thinking.length() + " characters]";
        }
    }

    /** What the model thought, encrypted. */
    record RedactedThinking(String data) implements Block {

        @Override
        public String toString() {
            return "RedactedThinking[]";
        }
    }

    /**
     * The use of a tool of the client.
     *
     * @param input not to be changed
     */
    record ToolUse(String id, String name, ObjectNode input, Caller caller) implements Block {

        @Override
        public String toString() {
            return "ToolUse[" + id + ", " + name + ", " + caller.type() + "]";
        }
    }

    /**
     * What a tool of the client gave.
     *
     * @param content texts, images and documents
     * @param failed whether it failed
     * @param path where the block stands in the request
     */
    record ToolResult(String toolUseId, List<Block> content, boolean failed, String path) implements Block {

        public ToolResult {
            content = List.copyOf(content);
        }

        /** Its texts as one; other content is left out. */
        public String text() {
            StringBuilder text = new StringBuilder();
            for (Block block : content) {
                if (block instanceof Text part) {
                    text.append(text.isEmpty() ? "" : "\n").append(part.text());
                }
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return "ToolResult[" + toolUseId + (failed ? ", failed" : "") + "]";
        }
    }

    /**
     * A program.
     *
     * @param input of the code execution tool; not to be changed
     */
    record ServerToolUse(String id, ObjectNode input) implements Block {

        @Override
        public String toString() {
            return "ServerToolUse[" + id + "]";
        }
    }

    /**
     * How a program ended.
     *
     * @param toolUseId of the program
     * @param content not to be changed
     */
    record CodeResult(String toolUseId, ObjectNode content) implements Block {

        public CodeResult {
            Objects.requireNonNull(content, "content");
        }

        @Override
        public String toString() {
            return "CodeResult[" + toolUseId + "]";
        }
    }
}
