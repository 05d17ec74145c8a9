package io.github.langchain4j.ptc.anthropic.event;

import java.io.IOException;

/**
 * Where the server-sent events of one response go. Called by one thread at a time, which need not be the same; it should
 * hand events over rather than wait for a slow client, because it may be a thread of the model.
 */
public interface EventSink {

    /**
     * Sends an event. The first call is the moment to send the headers: status 200, {@code text/event-stream}.
     *
     * @param event its name
     * @param data one line of JSON
     * @throws IOException if the client is gone; the response is given up then, as after {@link #onGone}
     */
    void send(String event, String data) throws IOException;

    /**
     * Takes what is to be done when the client goes away, for sinks that can tell without sending. Called once, before
     * any event; the task may be run by any thread, several times, also after the end.
     */
    default void onGone(Runnable giveUp) {}
}
