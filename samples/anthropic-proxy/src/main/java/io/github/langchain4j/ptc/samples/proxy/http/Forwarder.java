package io.github.langchain4j.ptc.samples.proxy.http;

import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import io.github.langchain4j.ptc.samples.proxy.node.Nodes;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Sends requests on to the node that their container lives on, as they came, and its response back as it comes. That node
 * checks the key again. Thread-safe; on the thread of each request, which waits.
 */
final class Forwarder {

    /** Says that a request was sent on; such a one never is again. */
    static final String FORWARDED_BY = "x-ptc-forwarded-by";

    private static final int BAD_GATEWAY = 502;
    private static final int PIECE = 16 << 10;

    private static final List<String> TO_PEER = List.of(
            "content-type",
            "anthropic-version",
            "anthropic-beta",
            "x-api-key",
            "authorization",
            "accept",
            "user-agent");
    private static final List<String> TO_CLIENT =
            List.of("content-type", "request-id", "retry-after", "cache-control", "x-accel-buffering", "x-ptc-node");

    private final String own;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param own the name of this node */
    Forwarder(String own) {
        this.own = own;
    }

    /**
     * Sends a request on and its response back.
     *
     * @throws ApiException if the other node cannot be reached, or goes away before it answers
     * @throws InterruptedException if the thread is interrupted
     */
    void forward(Exchange exchange, Nodes.Peer peer, byte[] body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        peer.address().resolve(exchange.request().uri()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header(FORWARDED_BY, own);
        for (String name : TO_PEER) {
            exchange.headers(name).forEach(value -> request.header(name, value));
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            copy(exchange, response);
        } catch (IOException e) {
            if (!exchange.isGone()) {
                exchange.fail(new ApiException(
                        ErrorType.API,
                        BAD_GATEWAY,
                        "The node '" + peer.name() + "', on which the container lives, cannot be reached"));
            }
        }
    }

    private static void copy(Exchange exchange, HttpResponse<InputStream> response)
            throws IOException, InterruptedException {
        try (InputStream in = response.body()) {
            exchange.onGone(() -> close(in)); // ends the other node's work, too
            exchange.response().setStatusCode(response.statusCode()).setChunked(true);
            for (String name : TO_CLIENT) {
                response.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.response().putHeader(name, value));
            }
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                write(exchange, Buffer.buffer().appendBytes(piece, 0, read));
            }
            if (!exchange.isGone()) {
                exchange.response().end();
            }
        }
    }

    /** Waits until the client has taken it: what is not read here is not sent there. */
    private static void write(Exchange exchange, Buffer bytes) throws IOException, InterruptedException {
        try {
            exchange.response()
                    .write(bytes)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("The client is gone", e.getCause());
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
