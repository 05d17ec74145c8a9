package io.github.langchain4j.ptc.service;

import io.github.langchain4j.ptc.codetool.CodeSessions;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.MiddleCut;
import io.github.langchain4j.ptc.codetool.Programs;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.program.ProgramRunner;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where the programs of AI services run: shared by any number of services, whose sessions it keeps apart. Thread-safe;
 * owns the runner that it is given.
 */
public final class ServiceRuntime implements AutoCloseable {

    private static final int WORKER_IDLE_SECONDS = 10;

    private final ProgramRunner runner;
    private final CodeSessions sessions;
    private final SessionScope scope;
    private final String codeToolName;
    private final Retries retries;
    private final List<Object> described;
    private final ImagesToModel images;
    private final ImagesOfInvocations shown = new ImagesOfInvocations();
    private final ThreadPoolExecutor workers;

    /**
     * @param runner runs the programs; its own tools and executor are not used
     * @param scope how long variables live where a service has a chat memory
     * @param codeToolName what models call the code tool
     * @param retries of models that fail after a program ran
     * @param outputCharacters of output and result together that models get to read
     * @param described beans and classes that say what tools without a bean return
     * @param images whether and how models see images that programs make
     * @throws IllegalArgumentException if {@code outputCharacters} is too small
     */
    public ServiceRuntime(
            ProgramRunner runner,
            SessionScope scope,
            String codeToolName,
            Retries retries,
            int outputCharacters,
            List<Object> described,
            ImagesToModel images) {
        if (outputCharacters < 2 * MiddleCut.SMALLEST) {
            throw new IllegalArgumentException(
                    "outputCharacters must be at least " + 2 * MiddleCut.SMALLEST + ", but is " + outputCharacters);
        }
        this.runner = runner;
        this.sessions = new CodeSessions(Programs.of(runner), outputCharacters);
        this.scope = Objects.requireNonNull(scope, "sessionScope");
        this.codeToolName = Objects.requireNonNull(codeToolName, "codeToolName");
        this.retries = Objects.requireNonNull(retries, "retries");
        this.described = List.copyOf(described);
        this.images = Objects.requireNonNull(images, "imagesToModel");
        this.workers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                WORKER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                ServiceRuntime::worker);
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "ptc-stream");
        thread.setDaemon(true);
        return thread;
    }

    CodeSessions sessions() {
        return sessions;
    }

    SessionScope scope() {
        return scope;
    }

    String codeToolName() {
        return codeToolName;
    }

    Retries retries() {
        return retries;
    }

    List<Object> described() {
        return described;
    }

    /** Whether and how models see images. */
    ImagesToModel images() {
        return images;
    }

    /** The images that models are to see now. */
    ImagesOfInvocations shown() {
        return shown;
    }

    /** What programs may import beyond the standard library, in words. */
    String packages() {
        return runner.traits().packages();
    }

    /** How long a program may have to wait for the one before it. */
    Duration patience() {
        return runner.limits().wallTime();
    }

    /** Runs what follows a streamed response, so that no program holds a thread of the model's provider. */
    Executor workers() {
        return workers;
    }

    /**
     * Ends a conversation: its variables and files are given up, at the latest when the program that uses them has ended.
     *
     * @param service whose conversation it is
     * @param memoryId that names it
     */
    public void endConversation(ServicePrograms.Memory service, Object memoryId) {
        sessions.end(new ConversationWorkspace.Key(service, memoryId));
    }

    /** Sessions that are open now. */
    public int openSessions() {
        return runner.openSessions();
    }

    /** Lets running programs end, for a time, then closes. */
    public void shutdown(Duration grace) throws InterruptedException {
        try {
            runner.shutdown(grace);
        } finally {
            close();
        }
    }

    /** Ends all programs and sessions. Idempotent. */
    @Override
    public void close() {
        sessions.close();
        runner.close();
        workers.shutdown();
    }
}
