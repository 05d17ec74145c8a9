package io.github.langchain4j.ptc.samples.proxy.http;

import io.github.langchain4j.ptc.anthropic.ApiCall;
import io.github.langchain4j.ptc.anthropic.ApiResponse;
import io.github.langchain4j.ptc.anthropic.MessagesApi;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import io.github.langchain4j.ptc.samples.proxy.access.ApiKeys;
import io.github.langchain4j.ptc.samples.proxy.access.LimitedException;
import io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig;
import io.github.langchain4j.ptc.samples.proxy.node.Nodes;
import io.github.langchain4j.ptc.samples.proxy.observe.ProxyMetrics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Takes requests, checks who sends them and how much that one may, and has the API answer them. Thread-safe. */
public final class Service {

    private static final Logger LOG = Logger.getLogger(Service.class);
    private static final Logger ACCESS = Logger.getLogger("ptc.access");

    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final String BEARER = "bearer ";

    private final MessagesApi api;
    private final ApiKeys keys;
    private final Nodes nodes;
    private final Forwarder forwarder;
    private final ProxyMetrics metrics;
    private final Executor threads;
    private final Vertx vertx;
    private final BodyReader bodies;
    private final long maxUnsent;
    private volatile boolean draining;

    /**
     * @param api answers
     * @param keys let in
     * @param nodes where containers live
     * @param metrics count
     * @param threads work, one for each request; refuse when there are too many
     * @param vertx has timers
     * @param settings see there
     */
    public Service(
            MessagesApi api,
            ApiKeys keys,
            Nodes nodes,
            ProxyMetrics metrics,
            Executor threads,
            Vertx vertx,
            ProxyConfig.Requests settings) {
        this.api = api;
        this.keys = keys;
        this.nodes = nodes;
        this.forwarder = new Forwarder(nodes.own());
        this.metrics = metrics;
        this.threads = threads;
        this.vertx = vertx;
        this.bodies = new BodyReader(vertx, settings.maxBodyBytes(), settings.bodyTime());
        this.maxUnsent = settings.maxUnsentBytes();
    }

    /** Takes a request, on its event loop. */
    public void accept(RoutingContext context) {
        Exchange exchange = new Exchange(context.request(), ApiCall.newRequestId(), this::ended);
        if (!nodes.own().isEmpty()) {
            exchange.response().putHeader("x-ptc-node", nodes.own());
        }
        try {
            Endpoint endpoint = Endpoint.of(exchange.request().method(), context.normalizedPath());
            exchange.endpoint(endpoint);
            if (draining) {
                throw new ApiException(ErrorType.OVERLOADED, "The service is shutting down; try again");
            }
            exchange.owner(owner(exchange));
            if (endpoint.hasBody()) {
                requireJson(exchange);
            }
            admit(exchange, endpoint);
        } catch (ApiException e) {
            exchange.refuse(e, vertx);
        } catch (LimitedException e) {
            exchange.refuse(e, vertx);
        }
    }

    /** Takes no further requests; clients try again, and reach another node or the next process. */
    public void drain() {
        draining = true;
    }

    /** Whether no further requests are taken. */
    public boolean isDraining() {
        return draining;
    }

    private String owner(Exchange exchange) {
        String key = exchange.header("x-api-key");
        String authorization = exchange.header("authorization");
        if (key == null
                && authorization != null
                && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            key = authorization.substring(BEARER.length());
        }
        if (key == null || key.isBlank()) {
            throw new ApiException(ErrorType.AUTHENTICATION, "x-api-key header is required");
        }
        return keys.owner(key.strip())
                .orElseThrow(() -> new ApiException(ErrorType.AUTHENTICATION, "invalid x-api-key"));
    }

    private static void requireJson(Exchange exchange) {
        String type = exchange.header("content-type");
        String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!plain.equals("application/json")) {
            throw new ApiException(
                    ErrorType.INVALID_REQUEST, UNSUPPORTED_MEDIA_TYPE, "content-type must be application/json");
        }
    }

    private void admit(Exchange exchange, Endpoint endpoint) {
        Runnable leave = once(keys.enter(exchange.owner()));
        if (!endpoint.hasBody()) {
            submit(exchange, endpoint, new byte[0], leave);
            return;
        }
        HttpServerRequest request = exchange.request();
        bodies.read(request)
                .onSuccess(body -> submit(exchange, endpoint, body, leave))
                .onFailure(failure -> {
                    leave.run();
                    if (failure instanceof ApiException refused) {
                        exchange.refuse(refused, vertx);
                    }
                });
    }

    private static Runnable once(Runnable task) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                task.run();
            }
        };
    }

    private void submit(Exchange exchange, Endpoint endpoint, byte[] body, Runnable leave) {
        try {
            threads.execute(() -> {
                try {
                    work(exchange, endpoint, body);
                } finally {
                    leave.run();
                }
            });
        } catch (RejectedExecutionException e) {
            leave.run();
            exchange.fail(new ApiException(ErrorType.OVERLOADED, "Too many requests are worked on at the moment"));
        }
    }

    private void work(Exchange exchange, Endpoint endpoint, byte[] body) {
        try {
            Optional<Nodes.Peer> peer = endpoint == Endpoint.MESSAGES && exchange.header(Forwarder.FORWARDED_BY) == null
                    ? nodes.elsewhere(body)
                    : Optional.empty();
            if (peer.isPresent()) {
                metrics.forwarded(peer.get().name());
                forwarder.forward(exchange, peer.get(), body);
            } else {
                answer(exchange, endpoint, body);
            }
        } catch (ApiException e) {
            exchange.fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.fail(new ApiException(ErrorType.OVERLOADED, "The service is shutting down; try again"));
        } catch (RuntimeException | Error e) {
            // Its message may hold anything.
            LOG.errorf(
                    "Request %s failed: %s", exchange.requestId(), e.getClass().getName());
            LOG.debug("The failure", e);
            exchange.fail(new ApiException(ErrorType.API, "Internal error"));
        }
    }

    private void answer(Exchange exchange, Endpoint endpoint, byte[] body) {
        ApiCall call = call(exchange, body);
        SseSink sink = new SseSink(exchange, maxUnsent);
        ApiResponse response = switch (endpoint) {
            case MESSAGES -> api.messages(call, sink);
            case COUNT_TOKENS -> api.countTokens(call);
            case MODELS -> api.models(call);
            case MODEL -> api.model(call, modelName(exchange));
        };
        if (sink.isPaused()
                || response.body()
                        .filter(json -> json.contains(SseSink.CALL_BY_PROGRAM))
                        .isPresent()) {
            metrics.paused();
        }
        if (response.isStreamed()) {
            sink.end();
        } else {
            exchange.reply(response.status(), response.body().orElseThrow());
        }
    }

    private static ApiCall call(Exchange exchange, byte[] body) {
        ApiCall call = ApiCall.of(
                exchange.owner(), body, exchange.header("anthropic-version"), exchange.headers("anthropic-beta"));
        return new ApiCall(call.owner(), body, call.version(), Set.copyOf(call.betas()), exchange.requestId());
    }

    private static String modelName(Exchange exchange) {
        return URLDecoder.decode(
                Endpoint.MODEL.rest(exchange.request().path()).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private void ended(Exchange exchange) {
        metrics.request(exchange.endpoint(), exchange.status(), exchange.age());
        ACCESS.infof(
                "%s %s %s %d %d ms",
                exchange.requestId(),
                exchange.owner(),
                exchange.endpoint(),
                exchange.status(),
                exchange.age().toMillis());
    }
}
