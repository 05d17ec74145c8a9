package io.github.langchain4j.ptc.testkit.agentcore;

/** What the emulator can be asked for. */
public enum Operation {
    /** {@code StartCodeInterpreterSession}. */
    START,
    /** {@code InvokeCodeInterpreter}. */
    INVOKE,
    /** {@code StopCodeInterpreterSession}. */
    STOP,
    /** {@code ListCodeInterpreterSessions}. */
    LIST
}
