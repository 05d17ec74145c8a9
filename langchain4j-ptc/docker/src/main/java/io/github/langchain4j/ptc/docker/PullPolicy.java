package io.github.langchain4j.ptc.docker;

/** When the engine is told to fetch the sandbox's image from its registry. */
public enum PullPolicy {
    /** Before the first interpreter of the sandbox; what the registry has under the name replaces what the engine has. */
    ALWAYS,
    /** If the engine does not have it. */
    IF_MISSING,
    /** Never: a missing image is an error. */
    NEVER
}
