package io.github.langchain4j.ptc.anthropic.history;

/** The names under which LangChain4j's models keep what a message of theirs needs beside its text. */
public final class Attributes {

    /** The signature of the thinking: a text. */
    public static final String THINKING_SIGNATURE = "thinking_signature";

    /** Encrypted thinking: a list of texts. */
    public static final String REDACTED_THINKING = "redacted_thinking";

    /** Where a prompt cache may end. */
    public static final String CACHE_CONTROL = "cache_control";

    private Attributes() {}
}
