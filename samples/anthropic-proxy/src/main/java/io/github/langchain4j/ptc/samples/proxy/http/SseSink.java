package io.github.langchain4j.ptc.samples.proxy.http;

import io.github.langchain4j.ptc.anthropic.event.EventSink;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the events of one response. Never waits for the client: what it has not taken is kept, up to a limit, at which the
 * client counts as gone, so a slow client can neither hold the model's threads nor fill the memory.
 */
final class SseSink implements EventSink {

    /** How the beginning of a call by a program looks; in a text it cannot occur, because quotes are escaped there. */
    static final String CALL_BY_PROGRAM = "\"caller\":{\"type\":\"code_execution";

    private final Exchange exchange;
    private final long maxUnsent;
    private final AtomicLong unsent = new AtomicLong();
    private volatile boolean paused;

    /** @param maxUnsent bytes that the client has not taken */
    SseSink(Exchange exchange, long maxUnsent) {
        this.exchange = exchange;
        this.maxUnsent = maxUnsent;
    }

    /** Whether the client was asked for results that a program waits for. */
    boolean isPaused() {
        return paused;
    }

    @Override
    public void onGone(Runnable giveUp) {
        exchange.onGone(giveUp);
    }

    @Override
    public void send(String event, String data) throws IOException {
        if (exchange.isGone()) {
            throw new IOException("The client is gone");
        }
        if (!exchange.response().headWritten()) {
            exchange.response()
                    .setStatusCode(200)
                    .setChunked(true)
                    .putHeader("content-type", "text/event-stream; charset=utf-8")
                    .putHeader("cache-control", "no-cache")
                    .putHeader("x-accel-buffering", "no"); // nginx would keep events back
        }
        paused |= data.contains(CALL_BY_PROGRAM);
        Buffer bytes = Buffer.buffer("event: " + event + "\ndata: " + data + "\n\n");
        if (unsent.addAndGet(bytes.length()) > maxUnsent) {
            exchange.abandon();
            throw new IOException("The client has not taken " + maxUnsent + " bytes of the stream");
        }
        exchange.response().write(bytes).onComplete(written -> unsent.addAndGet(-bytes.length()));
    }

    /** The response is over. */
    void end() {
        if (!exchange.isGone()) {
            exchange.response().end();
        }
    }
}
