package io.github.langchain4j.ptc.testkit.agentcore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations, as requests ask for them over HTTP. Thread-safe. */
final class EmulatedService implements HttpHandler {

    /**
     * How it behaves.
     *
     * @param identifiers the code interpreters that exist
     * @param endThreads whether threads that code leaves are ended after each request
     * @param latency for how long each request waits before anything happens
     * @param maxStdout how many characters of what code prints are told
     * @param perEvent how many of them one event holds
     * @param maxRequest how many characters of code a request may have
     */
    record Manners(
            Set<String> identifiers,
            boolean endThreads,
            Duration latency,
            int maxStdout,
            int perEvent,
            int maxRequest) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH =
            Pattern.compile("/code-interpreters/([^/]+)/(sessions/start|sessions/stop|sessions/list|tools/invoke)");
    private static final String SESSION_HEADER = "x-amzn-code-interpreter-session-id";
    private static final int LONGEST_SECONDS = 8 * 60 * 60;

    private final Manners manners;
    private final EmulatedSessions sessions;
    private final Traffic traffic;

    EmulatedService(Manners manners, EmulatedSessions sessions, Traffic traffic) {
        this.manners = manners;
        this.sessions = sessions;
        this.traffic = traffic;
    }

    @Override
    public void handle(HttpExchange exchange) {
        long began = System.nanoTime();
        try (exchange) {
            try {
                serve(exchange);
            } catch (Refusal refusal) {
                tell(exchange, refusal);
            }
        } catch (IOException gone) {
            // The client gave the request up, or the session was stopped.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            traffic.served(System.nanoTime() - began);
        }
    }

    private void serve(HttpExchange exchange) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            throw new Refusal(404, "UnknownOperationException", "no such operation");
        }
        Operation operation = operation(path.group(2));
        traffic.count(operation);
        Thread.sleep(manners.latency().toMillis());
        Fault fault = traffic.fault(operation);
        if (fault instanceof Fault.RequestLost) {
            return;
        } else if (fault instanceof Fault.Refused refused) {
            throw new Refusal(refused.status(), refused.type(), refused.message());
        }
        requireSigned(exchange);
        String identifier = path.group(1);
        if (!manners.identifiers().contains(identifier)) {
            throw Refusal.notFound("no code interpreter " + identifier);
        }
        JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        if (operation == Operation.INVOKE) {
            invoke(exchange, request, fault);
            return;
        }
        ObjectNode response = JSON.createObjectNode().put("codeInterpreterIdentifier", identifier);
        switch (operation) {
            case START -> start(request, response);
            case STOP -> stop(Objects.toString(exchange.getRequestURI().getQuery(), ""), response);
            case LIST -> list(identifier, response);
            default -> throw new IllegalStateException(operation.toString());
        }
        if (!(fault instanceof Fault.ResponseLost)) {
            respond(exchange, 200, JSON.writeValueAsBytes(response));
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
            throw new Refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
    }

    private void start(JsonNode request, ObjectNode response) throws IOException {
        int seconds = request.path("sessionTimeoutSeconds").asInt(900);
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw Refusal.invalid("sessionTimeoutSeconds must be from 1 to " + LONGEST_SECONDS);
        }
        EmulatedSession session = sessions.start(request.path("name").asText(), Duration.ofSeconds(seconds));
        response.put("sessionId", session.id())
                .put("createdAt", session.createdAt().toString());
    }

    private void stop(String query, ObjectNode response) {
        EmulatedSession session = sessions.stop(query.replaceFirst(".*sessionId=([^&]*).*", "$1"));
        response.put("sessionId", session.id())
                .put("lastUpdatedAt", session.createdAt().toString());
    }

    private void list(String identifier, ObjectNode response) {
        ArrayNode items = response.putArray("items");
        sessions.all()
                .forEach(session -> items.addObject()
                        .put("codeInterpreterIdentifier", identifier)
                        .put("sessionId", session.id())
                        .put("name", session.name())
                        .put("status", "READY")
                        .put("createdAt", session.createdAt().toString()));
    }

    private void invoke(HttpExchange exchange, JsonNode request, Fault fault) throws IOException, InterruptedException {
        EmulatedSession session = sessions.get(exchange.getRequestHeaders().getFirst(SESSION_HEADER));
        JsonNode arguments = request.path("arguments");
        if (!request.path("name").asText().equals("executeCode")
                || !arguments.path("language").asText("python").equals("python")) {
            throw Refusal.invalid("the emulator executes Python only");
        }
        String code = arguments.path("code").asText();
        if (code.length() > manners.maxRequest()) {
            throw Refusal.invalid("code must have at most " + manners.maxRequest() + " characters");
        }
        if (fault instanceof Fault.Restarted) {
            session.restart();
        }
        JsonNode printed;
        try {
            printed = session.execute(code, arguments.path("clearContext").asBoolean(), manners.endThreads());
        } catch (IOException ended) {
            throw Refusal.notFound("the session ended while it executed code");
        }
        if (fault instanceof Fault.ResponseLost) {
            return;
        }
        boolean error =
                fault instanceof Fault.ErrorResult || printed.path("exitCode").asInt() != 0;
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.amazon.eventstream");
        exchange.getResponseHeaders().add(SESSION_HEADER, session.id());
        exchange.sendResponseHeaders(200, 0);
        EventStream.write(exchange.getResponseBody(), told(printed, fault), error, manners.perEvent());
    }

    private JsonNode told(JsonNode printed, Fault fault) {
        String stdout;
        if (fault instanceof Fault.Printed other) {
            stdout = other.text();
        } else if (fault instanceof Fault.ErrorResult) {
            stdout = "";
        } else {
            stdout = printed.path("stdout").asText();
        }
        int length = Math.min(stdout.length(), manners.maxStdout());
        return printed.<ObjectNode>deepCopy().put("stdout", stdout.substring(0, length));
    }

    private static void tell(HttpExchange exchange, Refusal refusal) throws IOException {
        exchange.getResponseHeaders().add("x-amzn-errortype", refusal.type());
        respond(
                exchange,
                refusal.status(),
                JSON.writeValueAsBytes(JSON.createObjectNode().put("message", refusal.getMessage())));
    }

    private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("x-amzn-requestid", UUID.randomUUID().toString());
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
