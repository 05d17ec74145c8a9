package io.github.langchain4j.ptc.agentcore;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.protocol.FrameCodec;
import io.github.langchain4j.ptc.protocol.RunnerSource;
import io.github.langchain4j.ptc.sandbox.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts sessions and the runner in them. Thread-safe; holds no thread. */
final class SessionStarter {

    /** A start goes on for so long after its caller has given up, so that the session is known and can be stopped. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CodeInterpreterService service;
    private final AgentCoreSettings settings;
    private final ScheduledExecutorService timer;
    private final SessionStopper stopper;
    private final byte[] firstInput;

    SessionStarter(
            CodeInterpreterService service,
            AgentCoreSettings settings,
            ScheduledExecutorService timer,
            SessionStopper stopper) {
        this.service = service;
        this.settings = settings;
        this.timer = timer;
        this.stopper = stopper;
        this.firstInput = firstInput();
    }

    /** What the bridge starts the child with, and the runner, which the child reads first. */
    private byte[] firstInput() {
        ObjectNode start = JSON.createObjectNode().put("loader", RunnerSource.LOADER);
        ObjectNode modules = start.putObject("modules");
        settings.modules().forEach(module -> modules.put(module.name(), module.source()));
        byte[] runner = FrameCodec.encode(Frame.json(RunnerSource.bytes()));
        try {
            byte[] json = JSON.writeValueAsBytes(start);
            return ByteBuffer.allocate(Integer.BYTES + json.length + runner.length)
                    .putInt(json.length)
                    .put(json)
                    .put(runner)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A start that is under way. Whoever gives it up says so, and nothing is left of it. */
    final class Start {

        private final CompletableFuture<AgentCoreInterpreter> result = new CompletableFuture<>();
        private volatile boolean sessionExists;

        CompletableFuture<AgentCoreInterpreter> result() {
            return result;
        }

        /** How far it has come. */
        String stage() {
            return sessionExists ? "its Python had not answered" : "the service had not started the session";
        }

        /** Ends it. */
        void giveUp() {
            result.cancel(false);
        }
    }

    /**
     * Starts a session with the runner in it.
     *
     * @param started takes each interpreter as soon as there is one
     */
    Start start(int maxFrame, Consumer<AgentCoreInterpreter> started) {
        Start start = new Start();
        stopper.watch(start.result);
        String name =
                settings.sessionName() + "-" + UUID.randomUUID().toString().substring(0, 12);
        CompletableFuture<String> session = service.start(name, settings.sessionTimeout(), LATE);
        CompletableFuture<Void> handled = session.thenAccept(id -> {
                    start.sessionExists = true;
                    load(id, maxFrame, started, start.result);
                })
                .exceptionally(failure -> {
                    start.result.completeExceptionally(failure);
                    return null;
                });
        stopper.watch(handled);
        return start;
    }

    private void load(
            String session,
            int maxFrame,
            Consumer<AgentCoreInterpreter> started,
            CompletableFuture<AgentCoreInterpreter> result) {
        BridgeCalls calls = new BridgeCalls(service, session, settings, timer);
        AgentCoreInterpreter interpreter = new AgentCoreInterpreter(
                calls, BridgeCode.define(session), timer, maxFrame, () -> stopper.stop(session));
        started.accept(interpreter);
        Future<?> expiry = timer.schedule(
                () -> interpreter.expire(settings.sessionTimeout()),
                settings.sessionTimeout().toNanos(),
                TimeUnit.NANOSECONDS);
        interpreter.died().thenRun(() -> expiry.cancel(false));
        result.whenComplete((given, failure) -> {
            if (failure != null) {
                interpreter.close(); // nobody waits for it any more
            }
        });
        interpreter.load(firstInput).whenComplete((loaded, failure) -> {
            if (failure == null) {
                result.complete(interpreter);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }
}
