package io.github.langchain4j.ptc.docker;

import io.github.langchain4j.ptc.protocol.RunnerSource;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Makes containers with the runner loaded, one step after the other. Thread-safe. */
final class ContainerStarter {

    /** Beyond the maximum lifetime, until a container is thought to be left over. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final DockerEngine engine;
    private final ImageSupply images;
    private final ContainerCleaner cleaner;
    private final ContainerSettings settings;
    private final String sandbox;

    /** The runner as the image's Python has compiled it; empty before the first start. */
    private volatile byte[] compiled = new byte[0];

    /** @param sandbox the value of the label that tells whose the containers are */
    ContainerStarter(
            DockerEngine engine,
            ImageSupply images,
            ContainerCleaner cleaner,
            ContainerSettings settings,
            String sandbox) {
        this.engine = engine;
        this.images = images;
        this.cleaner = cleaner;
        this.settings = settings;
        this.sandbox = sandbox;
    }

    /**
     * Starts a container and waits until its runner has said hello.
     *
     * @param stage is told what is being done
     * @throws RuntimeException of docker-java, if the engine fails
     */
    ContainerInterpreter start(InterpreterSpec spec, Deadline by, Consumer<String> stage) throws InterruptedException {
        stage.accept("the Docker engine was asked for the image");
        engine.ping();
        images.require(by, stage);
        stage.accept("the Docker engine was asked for a container");
        String id = engine.create(settings, spec, labels(), command());
        ContainerInterpreter interpreter =
                new ContainerInterpreter(id, spec.maxFrameBytes(), cleaner, code -> compiled = code);
        boolean up = false;
        try {
            engine.attach(id, interpreter.input(), interpreter.output());
            await(interpreter.attached(), by);
            stage.accept("the Docker engine was asked to start the container");
            engine.start(id);
            stage.accept("Python was starting in the container");
            load(interpreter, by);
            up = true;
            return interpreter;
        } finally {
            if (!up) {
                interpreter.kill(KillReason.SHUTDOWN);
            }
        }
    }

    private Map<String, String> labels() {
        Instant expires = Instant.now().plus(settings.maxLifetime()).plus(GRACE);
        return Map.of(DockerEngine.LABEL, sandbox, DockerEngine.LABEL_EXPIRES, Long.toString(expires.getEpochSecond()));
    }

    private List<String> command() {
        String seconds = Long.toString(settings.maxLifetime().toSeconds());
        return List.of(settings.python(), "-I", "-B", "-u", "-c", RunnerSource.LOADER, seconds);
    }

    private void load(ContainerInterpreter interpreter, Deadline by) throws InterruptedException {
        try {
            interpreter.send(Frame.json(Resources.supervisor()), by);
            interpreter.send(Frame.json(RunnerSource.bytes()), by);
            interpreter.send(Frame.json(compiled), by);
            await(interpreter.loaded(), by);
        } catch (InterpreterDiedException e) {
            throw notLoaded(e.death());
        }
        Death death = interpreter.deathIfEnded();
        if (death != null) {
            throw notLoaded(death);
        }
    }

    private SandboxUnavailableException notLoaded(Death death) {
        return new SandboxUnavailableException("The container of the image '" + settings.image()
                + "' did not take the runner: " + death.description()
                + ". The image needs Python 3.9 or newer with its standard library");
    }

    private static void await(CompletableFuture<Void> step, Deadline by) throws InterruptedException {
        try {
            step.get(by.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SandboxUnavailableException("The container did not answer in time");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }
}
