package io.github.langchain4j.ptc.engine;

/** Why a caller ended a program. */
public enum CancelReason {
    /** The user or the application no longer wants it. */
    CALLER,
    /** The thread that ran it was interrupted. */
    INTERRUPTED,
    /** The conversation went on without it. */
    SUPERSEDED,
    /** Its session was closed. */
    SESSION_CLOSED,
    /** The host shuts down. */
    SHUTDOWN
}
