package io.github.langchain4j.ptc.anthropic.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one response, in the order of the API. The first one says that the message begins; before it, a failure
 * can still be an HTTP status. After the client is gone nothing is sent any more. Thread-safe.
 */
public final class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final EventSink sink;
    private final Runnable whenGone;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private ObjectNode message; // once it is ready
    private boolean ready; // to begin
    private boolean begun;
    private boolean over;
    private long lastNanos;

    /**
     * @param sink takes the events
     * @param whenGone run when the client turns out to be gone
     */
    public EventStream(EventSink sink, Runnable whenGone) {
        this.sink = sink;
        this.whenGone = whenGone;
    }

    /** Says how the message begins; it does with the next event, or the next ping. */
    public void ready(ObjectNode message) {
        locked(() -> {
            this.message = message;
            ready = true;
            lastNanos = System.nanoTime();
        });
    }

    /** Sends an event of the message. */
    public void send(String type, ObjectNode event) {
        locked(() -> {
            begin();
            sendNow(type, event);
        });
    }

    /** Begins the message if it has not begun. */
    public void begin() {
        locked(() -> {
            if (!begun) {
                begun = true;
                sendNow("message_start", event("message_start").set("message", message));
            }
        });
    }

    /** Sends the last event. */
    public void end() {
        locked(() -> {
            sendNow("message_stop", event("message_stop"));
            over = true;
        });
    }

    /** Ends the events with an error; without one if nothing was sent yet. */
    public Optional<ObjectNode> fail(ObjectNode error) {
        lock.lock();
        try {
            if (!begun) {
                over = true;
                return Optional.of(error);
            }
            sendNow("error", error);
            over = true;
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a ping if nothing was said for a time. Does not wait while something is being said.
     *
     * @param silentNanos the time
     */
    public void ping(long silentNanos) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (ready && !over && System.nanoTime() - lastNanos >= silentNanos) {
                begin();
                sendNow("ping", event("ping"));
            }
        } finally {
            lock.unlock();
        }
    }

    /** An event without fields. */
    public static ObjectNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** Only with the lock. */
    private void sendNow(String type, ObjectNode event) {
        if (over) {
            return;
        }
        lastNanos = System.nanoTime();
        try {
            sink.send(type, event.toString());
        } catch (IOException | RuntimeException e) {
            over = true;
            LOG.debug("The client of a streamed response is gone", e);
            whenGone.run();
        }
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }
}
