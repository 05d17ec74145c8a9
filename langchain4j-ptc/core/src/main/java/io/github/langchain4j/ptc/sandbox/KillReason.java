package io.github.langchain4j.ptc.sandbox;

/** Why the host ended an interpreter. */
public enum KillReason {
    /** Its user is done with it. */
    CLOSED,
    /** A program went over one of its limits. */
    LIMIT,
    /** The caller cancelled the program. */
    CANCELLED,
    /** It sent something that the protocol does not allow. */
    PROTOCOL_VIOLATION,
    /** The host shuts down. */
    SHUTDOWN
}
