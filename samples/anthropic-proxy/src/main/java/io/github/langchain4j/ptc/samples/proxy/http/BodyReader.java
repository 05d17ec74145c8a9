package io.github.langchain4j.ptc.samples.proxy.http;

import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;

/** Reads bodies, up to a size and a time. Thread-safe; on the event loop of each request. */
final class BodyReader {

    private static final int TIMEOUT = 408;

    private final Vertx vertx;
    private final int most;
    private final Duration time;

    BodyReader(Vertx vertx, int most, Duration time) {
        this.vertx = vertx;
        this.most = most;
        this.time = time;
    }

    /** The body; fails with an {@link ApiException}, or with an {@link IOException} if the client went away. */
    Future<byte[]> read(HttpServerRequest request) {
        Promise<byte[]> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(
                time.toMillis(),
                late -> promise.tryFail(new ApiException(
                        ErrorType.INVALID_REQUEST, TIMEOUT, "The body did not arrive in " + time.toSeconds() + " s")));
        request.handler(part -> {
            if (promise.future().isComplete()) {
                return; // the rest of a body that is refused, so that its sender comes to read why
            }
            if (body.length() + part.length() > most) {
                promise.tryFail(tooLarge());
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(end -> promise.tryComplete(body.getBytes()));
        request.exceptionHandler(failure -> promise.tryFail(new IOException("The client is gone", failure)));
        if (announced(request) > most) {
            promise.tryFail(tooLarge());
        }
        request.resume();
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private ApiException tooLarge() {
        return new ApiException(
                ErrorType.REQUEST_TOO_LARGE,
                "The request is larger than " + most + " bytes, which is the most allowed");
    }
}
