package io.github.langchain4j.ptc.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.backing.ModelResolver;
import io.github.langchain4j.ptc.anthropic.container.ContainerIds;
import io.github.langchain4j.ptc.anthropic.container.Containers;
import io.github.langchain4j.ptc.anthropic.event.EventSink;
import io.github.langchain4j.ptc.anthropic.event.EventStream;
import io.github.langchain4j.ptc.anthropic.turn.Cancellation;
import io.github.langchain4j.ptc.anthropic.turn.GivenUpException;
import io.github.langchain4j.ptc.anthropic.turn.Responder;
import io.github.langchain4j.ptc.anthropic.turn.TokenCount;
import io.github.langchain4j.ptc.anthropic.turn.TurnSettings;
import io.github.langchain4j.ptc.anthropic.wire.ApiException;
import io.github.langchain4j.ptc.anthropic.wire.Body;
import io.github.langchain4j.ptc.anthropic.wire.ErrorType;
import io.github.langchain4j.ptc.anthropic.wire.MessagesRequest;
import io.github.langchain4j.ptc.anthropic.wire.RequestReader;
import io.github.langchain4j.ptc.program.ProgramRunner;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anthropic's Messages API, with programmatic tool calling, in front of any model of LangChain4j. HTTP is the
 * application's: it hands over what came, and gets back what goes out.
 *
 * <pre>{@code
 * MessagesApi api = MessagesApi.builder().sandbox(sandbox).models(resolver).build();
 * ApiResponse response = api.messages(ApiCall.of(owner, body, version, betas), sink);
 * if (!response.isStreamed()) {
 *     // send response.body() with response.status()
 * }
 * }</pre>
 *
 * <p>Thread-safe. A request is worked on by the thread that brings it, which may block for as long as models and programs
 * take, and may be interrupted. {@link #close()} ends all containers and the requests that run programs in them; sandbox
 * and models stay the application's.
 */
public final class MessagesApi implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessagesApi.class);

    private final ModelResolver models;
    private final Body bodies;
    private final ProgramRunner runner;
    private final Containers containers;
    private final TurnSettings settings;
    private final long pingNanos;
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean closed;

    MessagesApi(MessagesApiBuilder builder) {
        models = builder.models;
        bodies = new Body(builder.maxBodyBytes);
        runner = builder.runner();
        containers = new Containers(
                runner,
                builder.containerLimits,
                builder.limits.sessions(),
                new ContainerIds(builder.node),
                builder.clock,
                builder.outputCharacters);
        settings = new TurnSettings(containers, runner.traits().packages(), builder.maxRounds, builder.retries);
        pingNanos = builder.pingTime.toNanos();
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "ptc-anthropic-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.scheduleWithFixedDelay(containers::sweep, 10, 10, TimeUnit.SECONDS);
    }

    /** A builder; sandbox and models are required. */
    public static MessagesApiBuilder builder() {
        return new MessagesApiBuilder();
    }

    /**
     * {@code POST /v1/messages}. Never throws.
     *
     * @param call the request
     * @param sink takes the events if the request wants a stream; untouched otherwise. An error before the first event is
     *     the response, a later one is an event
     */
    public ApiResponse messages(ApiCall call, EventSink sink) {
        Cancellation cancellation = new Cancellation();
        EventStream stream = new EventStream(sink, cancellation);
        cancellation.enter();
        try {
            MessagesRequest request = RequestReader.message(read(call), call.betas());
            if (closed && request.container().isEmpty()) {
                throw closing();
            }
            Backing backing = backing(request, call.owner());
            if (request.stream()) {
                sink.onGone(cancellation);
            }
            Optional<EventStream> events = request.stream() ? Optional.of(stream) : Optional.empty();
            Responder responder = new Responder(settings, request, call.owner(), backing, events, cancellation);
            ObjectNode message = request.stream() ? streamed(responder, stream) : responder.respond();
            return request.stream()
                    ? ApiResponse.streamed(call.requestId())
                    : ApiResponse.of(message, call.requestId());
        } catch (InterruptedException e) {
            if (!cancellation.isCancelled()) {
                Thread.currentThread().interrupt();
            }
            return failed(new ApiException(ErrorType.API, "The request was given up"), stream, call);
        } catch (Throwable e) {
            // Models that are interrupted fail in ways of their own.
            Throwable failure = cancellation.isCancelled() ? new GivenUpException() : e;
            return failed(error(failure, call), stream, call);
        } finally {
            cancellation.leave();
        }
    }

    private static ApiException closing() {
        return new ApiException(ErrorType.OVERLOADED, "The service is shutting down; try again");
    }

    private ObjectNode streamed(Responder responder, EventStream stream) throws InterruptedException {
        Future<?> pings = timer.scheduleWithFixedDelay(
                () -> stream.ping(pingNanos), pingNanos, Math.max(1, pingNanos / 4), TimeUnit.NANOSECONDS);
        try {
            return responder.respond();
        } finally {
            pings.cancel(false);
        }
    }

    private static ApiResponse failed(ApiException error, EventStream stream, ApiCall call) {
        return stream.fail(error.json(call.requestId())).isPresent()
                ? ApiResponse.error(error, call.requestId())
                : ApiResponse.streamed(call.requestId());
    }

    /** Messages of unexpected failures can hold anything, so they go nowhere unless somebody asks for them. */
    private ApiException error(Throwable failure, ApiCall call) {
        if (failure instanceof ApiException known) {
            return known;
        }
        if (failure instanceof GivenUpException) {
            return new ApiException(ErrorType.API, "The request was given up");
        }
        if (closed) {
            return closing();
        }
        LOG.error("Request {} failed: {}", call.requestId(), failure.getClass().getName());
        LOG.debug("The failure", failure);
        return new ApiException(ErrorType.API, "Internal error");
    }

    private ObjectNode read(ApiCall call) {
        if (call.version().filter(version -> !version.isBlank()).isEmpty()) {
            throw ApiException.invalid("anthropic-version", "header is required");
        }
        return bodies.read(call.body());
    }

    private Backing backing(MessagesRequest request, String owner) {
        return models.find(request.model(), owner).orElseThrow(() -> noModel(request.model()));
    }

    private static ApiException noModel(String name) {
        String shown = name.length() > 128 ? name.substring(0, 128) + "…" : name;
        return new ApiException(ErrorType.NOT_FOUND, "model: " + shown);
    }

    /** {@code POST /v1/messages/count_tokens}. Never throws. */
    public ApiResponse countTokens(ApiCall call) {
        return respond(call, () -> {
            MessagesRequest request = RequestReader.counted(read(call), call.betas());
            int tokens = TokenCount.of(settings, request, backing(request, call.owner()));
            return JsonNodeFactory.instance.objectNode().put("input_tokens", tokens);
        });
    }

    /** {@code GET /v1/models}. Never throws. */
    public ApiResponse models(ApiCall call) {
        return respond(call, () -> ModelList.of(models.models(call.owner())));
    }

    /** {@code GET /v1/models/{id}}. Never throws. */
    public ApiResponse model(ApiCall call, String id) {
        return respond(
                call,
                () -> models.models(call.owner()).stream()
                        .filter(model -> model.id().equals(id))
                        .findFirst()
                        .map(ModelList::of)
                        .orElseThrow(() -> noModel(id)));
    }

    private ApiResponse respond(ApiCall call, Supplier<ObjectNode> body) {
        try {
            return ApiResponse.of(body.get(), call.requestId());
        } catch (RuntimeException e) {
            return ApiResponse.error(error(e, call), call.requestId());
        }
    }

    /** Containers that exist now. */
    public int containers() {
        return containers.size();
    }

    /** Interpreters that run now. */
    public int openSessions() {
        return runner.openSessions();
    }

    /** Ends all containers; a later request that names one is told that it is gone. Idempotent. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        containers.close();
        runner.close();
    }
}
