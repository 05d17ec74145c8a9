package io.github.langchain4j.ptc.testkit.agentcore;

import com.sun.net.httpserver.HttpServer;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A server on this machine that speaks the wire protocol of Amazon Bedrock AgentCore Code Interpreter, as far as a sandbox
 * needs it, and runs the code of each session in a process of CPython of its own. The client of the AWS SDK talks to it by
 * its endpoint override, with any credentials.
 *
 * <p><strong>It is not AWS and says nothing about AWS.</strong> It was written from public documentation: where that is
 * silent (how much output is told, what happens to requests at the same time, how long anything takes, what is in the
 * sandbox), it does what is simplest, and its options do what might be worse. Signatures are looked for, not verified;
 * there are no quotas, no IAM and no network modes. It knows {@code executeCode} in Python only. <strong>There is no
 * isolation of any kind</strong>: code can do all that the user of this JVM can, so it is for tests whose programs are
 * written by the people who run them.
 *
 * <p>Thread-safe.
 */
public final class AgentCoreEmulator implements AutoCloseable {

    private static final int END_SECONDS = 5;

    static {
        // Without it, the JDK's server waits up to 40 ms for an acknowledgement between the parts of a response.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final EmulatedSessions sessions;
    private final Traffic traffic = new Traffic();

    private AgentCoreEmulator(Builder builder) {
        Path python = builder.python == null ? LocalPythonSandbox.configuredPython() : builder.python;
        sessions = new EmulatedSessions(python, builder.environment);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "ptc-agentcore-emulator");
            thread.setDaemon(true);
            return thread;
        });
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", new EmulatedService(builder.manners(), sessions, traffic));
        server.start();
    }

    /** Starts an emulator without faults and limits. */
    public static AgentCoreEmulator start() {
        return builder().start();
    }

    /** A builder; see its methods for the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Has the next requests of a kind go wrong, one after the other. */
    public void next(Operation operation, Fault... wrong) {
        traffic.next(operation, wrong);
    }

    /** Lets no more requests go wrong. */
    public void recover() {
        traffic.recover();
    }

    /** How many requests of a kind have come. */
    public int requests(Operation operation) {
        return traffic.requests(operation);
    }

    /** How long all requests together were on this side of the connection. */
    public Duration served() {
        return traffic.served();
    }

    /** Sessions that are neither stopped nor over; one that is being stopped counts until all of it is gone. */
    public int openSessions() {
        return sessions.count();
    }

    /**
     * Ends all sessions and stops listening. What their code has started is ended too, and their folders are gone; waits
     * for that some seconds at most. Idempotent.
     */
    @Override
    public void close() {
        server.stop(0);
        sessions.close();
        threads.shutdownNow();
        try {
            threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS); // of starts that were under way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "AgentCoreEmulator[" + endpoint() + ", not AWS, no isolation]";
    }

    /** Settings of an {@link AgentCoreEmulator}. Not thread-safe. */
    public static final class Builder {

        private final Set<String> identifiers = new HashSet<>(Set.of("aws.codeinterpreter.v1"));
        private Path python;
        private Map<String, String> environment = Map.of();
        private boolean endThreads;
        private Duration latency = Duration.ZERO;
        private int maxStdout = Integer.MAX_VALUE;
        private int perEvent = Integer.MAX_VALUE;
        private int maxRequest = Integer.MAX_VALUE;

        private Builder() {}

        /** Another code interpreter that exists, beside {@code aws.codeinterpreter.v1}. */
        public Builder identifier(String identifier) {
            identifiers.add(Objects.requireNonNull(identifier, "identifier"));
            return this;
        }

        /** The Python of the sessions. Default: that of {@link LocalPythonSandbox}. */
        public Builder python(Path python) {
            this.python = Objects.requireNonNull(python, "python");
            return this;
        }

        /** What the environment of the sessions' Python holds. Default: nothing. */
        public Builder environment(Map<String, String> environment) {
            this.environment = Map.copyOf(environment);
            return this;
        }

        /** Whether threads that code leaves are ended after each request. Default: false. */
        public Builder endThreads(boolean endThreads) {
            this.endThreads = endThreads;
            return this;
        }

        /** For how long each request waits before anything happens. Default: not at all. */
        public Builder latency(Duration latency) {
            this.latency = Objects.requireNonNull(latency, "latency");
            return this;
        }

        /** How many characters of what code prints are told; the rest is cut. Default: all. */
        public Builder maxStdout(int maxStdout) {
            this.maxStdout = maxStdout;
            return this;
        }

        /** How many characters of what code prints one event holds. Default: all. */
        public Builder perEvent(int perEvent) {
            this.perEvent = perEvent;
            return this;
        }

        /** How many characters of code a request may have. Default: any number. */
        public Builder maxRequest(int maxRequest) {
            this.maxRequest = maxRequest;
            return this;
        }

        private EmulatedService.Manners manners() {
            return new EmulatedService.Manners(
                    Set.copyOf(identifiers), endThreads, latency, maxStdout, perEvent, maxRequest);
        }

        /**
         * Starts the emulator.
         *
         * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if there is no Python that can be used
         */
        public AgentCoreEmulator start() {
            return new AgentCoreEmulator(this);
        }
    }
}
