package io.github.langchain4j.ptc.embedded;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.KillReason;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import run.endive.runtime.Memory;

/**
 * CPython 3.13, compiled to WebAssembly, inside this JVM: nothing to install, on every system that has Java 17.
 *
 * <p>A program sees memory, clocks, random numbers, a working folder in memory, and its tools. There are no files,
 * environment, sockets, processes or threads of the host for it, not because they are forbidden but because nothing
 * leads there. Each interpreter starts as a fresh copy of an image in which the runner and the usual modules of the
 * standard library are imported already; what it does not change, it shares with the others.
 *
 * <p>What to expect: some 50 to 100 times slower than CPython on arithmetic and loops, which is little beside a call of
 * a model and much for number crunching; no threads (stand-ins run thread code where they can, and overlap tool calls);
 * no packages such as numpy. The isolation is that of a language runtime in one process: a flaw in the runtime, or the
 * exhaustion of the JVM, is not contained by an operating system. For programs of strangers use a container.
 *
 * <p>One sandbox serves a whole application. It begins to load its image when it is made, on a thread of its own.
 * Thread-safe.
 */
public final class EmbeddedSandbox implements Sandbox {

    /** The least memory that an interpreter can be given, in bytes. */
    public static final long MIN_MEMORY_BYTES = 64L << 20;

    /** The most memory that an interpreter can be given, in bytes. */
    public static final long MAX_MEMORY_BYTES = 256L << 20;

    /** What of the total guests cannot grow into: it is for what they change of the image. */
    private static final long RESERVE_BYTES = 16L << 20;

    /** What must be left of the total before another interpreter is started: what a small program takes. */
    private static final long STARTING_BYTES = 16L << 20;

    private static final SandboxTraits TRAITS =
            new SandboxTraits("embedded", TrustLevel.EMBEDDED, false, false, false, "");

    private final long maxMemoryBytes;
    private final MemoryBudget budget;
    private final Guests guests = new Guests();
    private final Set<EmbeddedInterpreter> interpreters = ConcurrentHashMap.newKeySet();
    private final FutureTask<PythonImage> image = new FutureTask<>(PythonImage::load);
    private volatile boolean closed;

    private EmbeddedSandbox(Builder builder) {
        this.maxMemoryBytes = builder.maxMemoryBytes;
        this.budget = new MemoryBudget(builder.totalMemoryBytes, RESERVE_BYTES);
        Thread loader = new Thread(image, "ptc-embedded-image");
        loader.setDaemon(true);
        loader.start();
    }

    /** A sandbox with the defaults of the builder. */
    public static EmbeddedSandbox create() {
        return builder().build();
    }

    /** A builder; see its methods for the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SandboxTraits traits() {
        return TRAITS;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The first start waits until the image is loaded, about half a second after the sandbox was made; later ones
     * take milliseconds. {@link InterpreterSpec#memoryBytes()} is bounded by the builder's maximum;
     * {@link InterpreterSpec#processes()} means nothing here.
     *
     * @throws SandboxUnavailableException also if the spec asks for less than {@link #MIN_MEMORY_BYTES}
     * @throws SandboxBusyException if the memory for all interpreters together is used up
     */
    @Override
    public Interpreter start(InterpreterSpec spec, Deadline by) throws InterruptedException {
        if (spec.memoryBytes() < MIN_MEMORY_BYTES) {
            throw new SandboxUnavailableException("An embedded interpreter needs at least " + (MIN_MEMORY_BYTES >> 20)
                    + " MiB, but InterpreterSpec.memoryBytes is " + spec.memoryBytes());
        }
        PythonImage loaded = awaitImage(by);
        if (!budget.hasLeft(STARTING_BYTES)) {
            throw new SandboxBusyException("The embedded interpreters that are open hold all of the "
                    + (budget.bytes() >> 20) + " MiB that they may hold together; close some, or allow more with"
                    + " EmbeddedSandbox.Builder.totalMemoryBytes");
        }
        int maxPages = (int) (Math.min(spec.memoryBytes(), maxMemoryBytes) / Memory.PAGE_SIZE);
        EmbeddedInterpreter interpreter = new EmbeddedInterpreter(loaded, spec, maxPages, budget, guests);
        interpreters.add(interpreter);
        interpreter.died().thenRun(() -> interpreters.remove(interpreter));
        return started(interpreter, by);
    }

    /** Whether the image is loaded. */
    @Override
    public void check(Deadline by) throws InterruptedException {
        awaitImage(by);
    }

    private Interpreter started(EmbeddedInterpreter interpreter, Deadline by) throws InterruptedException {
        boolean up = false;
        try {
            up = interpreter.start(by);
        } finally {
            if (!up || closed) {
                interpreter.close();
            }
        }
        if (closed) {
            throw closedException();
        }
        if (!up) {
            throw new SandboxUnavailableException("The embedded interpreter did not start in time; give it longer, or"
                    + " look for what keeps the processors busy");
        }
        Death death = interpreter.death();
        if (death != null) {
            throw new SandboxUnavailableException("The embedded interpreter could not start: " + death.description());
        }
        return interpreter;
    }

    private PythonImage awaitImage(Deadline by) throws InterruptedException {
        if (closed) {
            throw closedException();
        }
        try {
            return image.get(by.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SandboxUnavailableException(
                    "The memory image of the embedded sandbox was not loaded in time; give the first start longer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SandboxUnavailableException unavailable) {
                throw new SandboxUnavailableException(unavailable.getMessage(), unavailable);
            }
            throw new SandboxUnavailableException(
                    "The memory image of the embedded sandbox cannot be loaded: " + e.getCause(), e.getCause());
        }
    }

    private static SandboxUnavailableException closedException() {
        return new SandboxUnavailableException("The embedded sandbox is closed; make another one");
    }

    @Override
    public void close() {
        closed = true;
        interpreters.forEach(interpreter -> interpreter.kill(KillReason.SHUTDOWN));
        guests.alive().forEach(GuestThread::awaitEnd);
    }

    /** Settings of an {@link EmbeddedSandbox}. Not thread-safe. */
    public static final class Builder {
        private long maxMemoryBytes = MAX_MEMORY_BYTES;
        private long totalMemoryBytes =
                Math.max(MIN_MEMORY_BYTES, Runtime.getRuntime().maxMemory() / 2);

        private Builder() {}

        /**
         * The most memory that one interpreter gets, whatever its spec says; it takes from the heap only what it uses.
         *
         * @param bytes {@link #MIN_MEMORY_BYTES} to {@link #MAX_MEMORY_BYTES}; default {@link #MAX_MEMORY_BYTES}
         */
        public Builder maxMemoryBytes(long bytes) {
            if (bytes < MIN_MEMORY_BYTES || bytes > MAX_MEMORY_BYTES) {
                throw new IllegalArgumentException("maxMemoryBytes must be between " + MIN_MEMORY_BYTES + " and "
                        + MAX_MEMORY_BYTES + ", but is " + bytes);
            }
            this.maxMemoryBytes = bytes;
            return this;
        }

        /**
         * The most memory that all interpreters of the sandbox together take from the heap, besides the image that they
         * share. A program that wants more gets a {@code MemoryError}; when nothing is left, no interpreter starts.
         *
         * @param bytes at least {@link #MIN_MEMORY_BYTES}; default half of the largest heap
         */
        public Builder totalMemoryBytes(long bytes) {
            if (bytes < MIN_MEMORY_BYTES) {
                throw new IllegalArgumentException(
                        "totalMemoryBytes must be at least " + MIN_MEMORY_BYTES + ", but is " + bytes);
            }
            this.totalMemoryBytes = bytes;
            return this;
        }

        /** Makes the sandbox; it begins to load its image. */
        public EmbeddedSandbox build() {
            return new EmbeddedSandbox(this);
        }
    }
}
