package io.github.langchain4j.ptc.samples.proxy.http;

import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import io.github.langchain4j.ptc.samples.proxy.access.LimitedException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A request and its response, from arrival to end. Thread-safe: any thread can write, though only one does. */
final class Exchange {

    /** For the log and metrics: the client went away before it had the response. */
    private static final int CLIENT_GONE = 499;

    private static final Set<Integer> WORTH_A_RETRY = Set.of(429, 503, 529);

    /** How long a body may still come that nobody reads. */
    private static final Duration NOTICE = Duration.ofSeconds(10);

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String requestId;
    private final long begun = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String endpoint = "none";
    private volatile String owner = "-";
    // Guarded by this.
    private boolean gone;
    private Runnable whenGone = () -> {};

    /**
     * On the event loop of the request.
     *
     * @param requestId of the response
     * @param atEnd told once when all is over, however it ended
     */
    Exchange(HttpServerRequest request, String requestId, Consumer<Exchange> atEnd) {
        this.request = request;
        this.response = request.response();
        this.requestId = requestId;
        response.putHeader("request-id", requestId);
        response.exceptionHandler(failure -> gone());
        response.closeHandler(closed -> gone());
        response.endHandler(over -> {
            if (ended.compareAndSet(false, true)) {
                atEnd.accept(this);
            }
        });
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return response;
    }

    String requestId() {
        return requestId;
    }

    /** What was asked for, for logs and metrics. */
    String endpoint() {
        return endpoint;
    }

    void endpoint(Endpoint asked) {
        endpoint = asked.name().toLowerCase(Locale.ROOT);
    }

    /** Whose request it is; {@code -} as long as nobody knows. */
    String owner() {
        return owner;
    }

    void owner(String name) {
        owner = name;
    }

    /** How long it took until now. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The status that the client got. */
    int status() {
        return isGone() ? CLIENT_GONE : response.getStatusCode();
    }

    synchronized boolean isGone() {
        return gone;
    }

    /** What to do when the client goes away; at once if it is gone. */
    void onGone(Runnable task) {
        synchronized (this) {
            whenGone = task;
            if (!gone) {
                return;
            }
        }
        task.run();
    }

    private void gone() {
        Runnable task;
        synchronized (this) {
            if (gone || response.ended()) {
                return;
            }
            gone = true;
            task = whenGone;
        }
        task.run();
    }

    /** Breaks off the response to a client that does not take it, or that cannot be told otherwise that it failed. */
    void abandon() {
        gone();
        end();
    }

    /** Sends JSON, and ends. */
    void reply(int status, String json) {
        if (isGone() || response.ended()) {
            return;
        }
        response.setStatusCode(status).putHeader("content-type", "application/json");
        if (WORTH_A_RETRY.contains(status) && !response.headers().contains("retry-after")) {
            response.putHeader("retry-after", "1");
        }
        response.end(json);
    }

    /** Sends an error, and ends; if a stream has begun, all that can be done is to break it off. */
    void fail(ApiException error) {
        if (response.headWritten()) {
            abandon();
        } else {
            reply(error.status(), error.json(requestId).toString());
        }
    }

    /**
     * Sends an error before the body has arrived, which is not read any more: the client has some time to notice, so that
     * it comes to read why.
     */
    void refuse(ApiException error, Vertx vertx) {
        request.resume();
        fail(error);
        if (!request.isEnded()) {
            long timer = vertx.setTimer(NOTICE.toMillis(), late -> end());
            request.endHandler(read -> vertx.cancelTimer(timer));
        }
    }

    /**
     * At once, below Vert.x: its connections, when they are closed, first wait until the client has taken all that was
     * written.
     */
    private void end() {
        if (request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().close();
        } else {
            response.reset();
        }
    }

    /** Sends that the key has used what it may, and ends. */
    void refuse(LimitedException limited, Vertx vertx) {
        response.putHeader("retry-after", Long.toString(limited.retryAfterSeconds()));
        refuse(new ApiException(ErrorType.RATE_LIMIT, limited.getMessage()), vertx);
    }

    /** A header; null if it is missing. */
    String header(String name) {
        return request.getHeader(name);
    }

    /** All values of a header. */
    List<String> headers(String name) {
        return request.headers().getAll(name);
    }
}
