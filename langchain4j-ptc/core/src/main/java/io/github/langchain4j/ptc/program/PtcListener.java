package io.github.langchain4j.ptc.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;

/**
 * Observes programs; metrics, traces, logs and user interfaces are listeners.
 *
 * <p>Methods are called on the thread on which the thing happens, so they must be quick and thread-safe; several calls of
 * one program can overlap. What a listener throws is logged and does not reach the program.
 */
public interface PtcListener {

    /**
     * A session was opened. Only the listeners of a {@link ProgramRunner} are told.
     *
     * @param session identifies it; random
     * @param took how long, waiting for a place included
     */
    default void sessionOpened(String session, Duration took) {}

    /**
     * No session could be opened. Only the listeners of a {@link ProgramRunner} are told.
     *
     * @param why also that all are in use: {@link io.github.langchain4j.ptc.sandbox.SandboxBusyException}
     * @param took how long it was tried
     */
    default void sessionRefused(SandboxUnavailableException why, Duration took) {}

    /**
     * A program starts.
     *
     * @param session identifies the session; random
     * @param number of the program in the session, from 1
     * @param code its source
     */
    default void programStarted(String session, int number, String code) {}

    /**
     * A program calls a tool; nothing has been checked yet.
     *
     * @param session identifies the session
     * @param id names the call
     * @param tool the called name
     * @param arguments by Python parameter name; not to be changed
     */
    default void toolCalled(String session, CallId id, String tool, ObjectNode arguments) {}

    /** A call has been answered: with the tool's result, its failure, or a refusal. */
    default void toolAnswered(String session, InnerCall call) {}

    /** A program printed. */
    default void printed(String session, Event.Stream stream, String text) {}

    /**
     * A program is over; the report has all that it did and left, files included. That of a program that was cut off,
     * because its thread was interrupted or its invocation ended, has no output.
     */
    default void programEnded(String session, ProgramReport report) {}
}
