package io.github.langchain4j.ptc.testkit.agentcore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH =
            Pattern.compile("/code-interpreters/([^/]+)/(sessions/start|sessions/stop|sessions/list|tools/invoke)");
    private static final String SESSION_HEADER = "x-amzn-code-interpreter-session-id";
    private static final int LONGEST_SECONDS = 8 * 60 * 60;

    static {
        // Without it, the JDK's server waits up to 40 ms for an acknowledgement between the parts of a response.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Path python;
    private final Set<String> identifiers;
    private final Map<String, String> environment;
    private final boolean endThreads;
    private final Duration latency;
    private final int maxStdout;
    private final int perEvent;
    private final int maxRequest;
    private final Map<String, EmulatedSession> sessions = new ConcurrentHashMap<>();
    private final Map<Operation, Deque<Fault>> faults = new EnumMap<>(Operation.class); // guarded by itself
    private final Map<Operation, AtomicInteger> requests = new EnumMap<>(Operation.class);
    private final AtomicLong servedNanos = new AtomicLong();

    private AgentCoreEmulator(Builder builder) {
        python = builder.python == null ? LocalPythonSandbox.configuredPython() : builder.python;
        identifiers = Set.copyOf(builder.identifiers);
        environment = Map.copyOf(builder.environment);
        endThreads = builder.endThreads;
        latency = builder.latency;
        maxStdout = builder.maxStdout;
        perEvent = builder.perEvent;
        maxRequest = builder.maxRequest;
        for (Operation operation : Operation.values()) {
            faults.put(operation, new ArrayDeque<>());
            requests.put(operation, new AtomicInteger());
        }
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
        server.createContext("/", this::handle);
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
        synchronized (faults) {
            faults.get(operation).addAll(List.of(wrong));
        }
    }

    /** Lets no more requests go wrong. */
    public void recover() {
        synchronized (faults) {
            faults.values().forEach(Collection::clear);
        }
    }

    /** How many requests of a kind have come. */
    public int requests(Operation operation) {
        return requests.get(operation).get();
    }

    /** How long all requests together were on this side of the connection. */
    public Duration served() {
        return Duration.ofNanos(servedNanos.get());
    }

    /** Sessions that are neither stopped nor over. */
    public int openSessions() {
        sessions.values().removeIf(AgentCoreEmulator::endIfOver);
        return sessions.size();
    }

    /** Starts the Python of all sessions anew. */
    public void restartKernels() throws IOException {
        for (EmulatedSession session : sessions.values()) {
            session.restart();
        }
    }

    private static boolean endIfOver(EmulatedSession session) {
        if (session.isOver()) {
            session.stop();
            return true;
        }
        return false;
    }

    // Requests

    private void handle(HttpExchange exchange) {
        long began = System.nanoTime();
        try (exchange) {
            try {
                serve(exchange);
            } catch (Failure failure) {
                tell(exchange, failure);
            }
        } catch (IOException gone) {
            // The client gave the request up, or the session was stopped.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            servedNanos.addAndGet(System.nanoTime() - began);
        }
    }

    private void serve(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            throw new Failure(404, "UnknownOperationException", "no such operation");
        }
        Operation operation = operation(path.group(2));
        requests.get(operation).incrementAndGet();
        pause();
        Fault fault = fault(operation);
        if (fault instanceof Fault.RequestLost) {
            return;
        } else if (fault instanceof Fault.Refused refused) {
            throw new Failure(refused.status(), refused.type(), refused.message());
        }
        requireSigned(exchange);
        if (!identifiers.contains(path.group(1))) {
            throw new Failure(404, "ResourceNotFoundException", "no code interpreter " + path.group(1));
        }
        serve(exchange, operation, path.group(1), body, fault);
    }

    private void serve(HttpExchange exchange, Operation operation, String identifier, byte[] body, Fault fault)
            throws IOException, InterruptedException {
        JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        ObjectNode response = JSON.createObjectNode().put("codeInterpreterIdentifier", identifier);
        switch (operation) {
            case START -> {
                EmulatedSession session = startSession(request);
                response.put("sessionId", session.id())
                        .put("createdAt", session.createdAt().toString());
            }
            case STOP -> {
                String query = Objects.toString(exchange.getRequestURI().getQuery(), "");
                EmulatedSession session = session(query.replaceFirst(".*sessionId=([^&]*).*", "$1"));
                sessions.remove(session.id());
                session.stop();
                response.put("sessionId", session.id())
                        .put("lastUpdatedAt", session.createdAt().toString());
            }
            case LIST -> {
                ArrayNode items = response.putArray("items");
                sessions.values()
                        .forEach(session -> items.addObject()
                                .put("codeInterpreterIdentifier", identifier)
                                .put("sessionId", session.id())
                                .put("name", session.name())
                                .put("status", "READY")
                                .put("createdAt", session.createdAt().toString()));
            }
            case INVOKE -> {
                invoke(exchange, request, fault);
                return;
            }
            default -> throw new IllegalStateException();
        }
        if (!(fault instanceof Fault.ResponseLost)) {
            respond(exchange, 200, JSON.writeValueAsBytes(response));
        }
    }

    private EmulatedSession startSession(JsonNode request) throws IOException {
        int seconds = request.path("sessionTimeoutSeconds").asInt(900);
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new Failure(400, "ValidationException", "sessionTimeoutSeconds must be from 1 to " + LONGEST_SECONDS);
        }
        EmulatedSession session = new EmulatedSession(
                UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT),
                request.path("name").asText(),
                Duration.ofSeconds(seconds),
                python,
                environment);
        sessions.put(session.id(), session);
        return session;
    }

    private EmulatedSession session(String id) {
        EmulatedSession session = id == null ? null : sessions.get(id);
        if (session == null || endIfOver(session)) {
            sessions.remove(Objects.toString(id, ""));
            throw new Failure(404, "ResourceNotFoundException", "no such session, or it is not active any more");
        }
        return session;
    }

    private void invoke(HttpExchange exchange, JsonNode request, Fault fault) throws IOException, InterruptedException {
        EmulatedSession session = session(exchange.getRequestHeaders().getFirst(SESSION_HEADER));
        JsonNode arguments = request.path("arguments");
        if (!request.path("name").asText().equals("executeCode")
                || !arguments.path("language").asText("python").equals("python")) {
            throw new Failure(400, "ValidationException", "the emulator executes Python only");
        }
        String code = arguments.path("code").asText();
        if (code.length() > maxRequest) {
            throw new Failure(400, "ValidationException", "code must have at most " + maxRequest + " characters");
        }
        if (fault instanceof Fault.Restarted) {
            session.restart();
        }
        JsonNode printed;
        try {
            printed = session.execute(code, arguments.path("clearContext").asBoolean(), endThreads);
        } catch (IOException ended) {
            throw new Failure(404, "ResourceNotFoundException", "the session ended while it executed code");
        }
        if (fault instanceof Fault.ResponseLost) {
            return;
        }
        ObjectNode told = printed.deepCopy();
        String stdout = fault instanceof Fault.Printed other
                ? other.text()
                : fault instanceof Fault.ErrorResult
                        ? ""
                        : printed.path("stdout").asText();
        told.put("stdout", stdout.length() <= maxStdout ? stdout : stdout.substring(0, maxStdout));
        boolean error =
                fault instanceof Fault.ErrorResult || printed.path("exitCode").asInt() != 0;
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.amazon.eventstream");
        exchange.getResponseHeaders().add(SESSION_HEADER, session.id());
        exchange.sendResponseHeaders(200, 0);
        EventStream.write(exchange.getResponseBody(), told, error, perEvent);
    }

    private void pause() throws InterruptedException {
        if (!latency.isZero()) {
            Thread.sleep(latency.toMillis());
        }
    }

    private Fault fault(Operation operation) {
        synchronized (faults) {
            return faults.get(operation).poll();
        }
    }

    private static Operation operation(String path) {
        return switch (path) {
            case "sessions/start" -> Operation.START;
            case "sessions/stop" -> Operation.STOP;
            case "sessions/list" -> Operation.LIST;
            default -> Operation.INVOKE;
        };
    }

    private static void requireSigned(HttpExchange exchange) {
        String authorization = Objects.toString(exchange.getRequestHeaders().getFirst("Authorization"), "");
        if (!authorization.startsWith("AWS4-HMAC-SHA256 ")
                || !authorization.contains("/bedrock-agentcore/aws4_request")) {
            throw new Failure(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
    }

    private static void tell(HttpExchange exchange, Failure failure) throws IOException {
        exchange.getResponseHeaders().add("x-amzn-errortype", failure.type);
        respond(
                exchange,
                failure.status,
                JSON.writeValueAsBytes(JSON.createObjectNode().put("message", failure.getMessage())));
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("x-amzn-requestid", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** An answer that is none. */
    private static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String type;

        Failure(int status, String type, String message) {
            super(message);
            this.status = status;
            this.type = type;
        }
    }

    /** Ends all sessions and stops listening. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        sessions.values().forEach(EmulatedSession::stop);
        sessions.clear();
        threads.shutdownNow();
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
