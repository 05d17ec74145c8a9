package io.github.langchain4j.ptc.testkit.converse;

/** A content block of a model's reply. Immutable. */
public sealed interface Block {

    /**
     * Text.
     *
     * @param text may be blank, as some models' is beside a tool use
     */
    record Text(String text) implements Block {}

    /**
     * What the model thought.
     *
     * @param text the thoughts
     * @param signature with which the provider knows them again; null for models that do not sign
     */
    record Reasoning(String text, String signature) implements Block {}

    /**
     * Thoughts that only the provider can read.
     *
     * @param base64 the encrypted thoughts
     */
    record Redacted(String base64) implements Block {}

    /**
     * A call of a tool.
     *
     * @param id names the call
     * @param name of the tool
     * @param input as the model wrote it; usually a JSON object, but it can be anything. What is no JSON at all reaches
     *     only callers that stream; others get an empty object
     */
    record ToolUse(String id, String name, String input) implements Block {}
}
