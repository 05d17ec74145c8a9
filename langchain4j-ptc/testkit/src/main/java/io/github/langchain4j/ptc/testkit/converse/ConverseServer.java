package io.github.langchain4j.ptc.testkit.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A local server in the place of {@code bedrock-runtime}, for {@code endpointOverride} of the SDK's client. It answers
 * Converse as JSON and ConverseStream as a binary event stream, and refuses with a {@code ValidationException} what the
 * service is documented or known to refuse; see {@link ConverseRules}. It is not the service: what models really say, how
 * long they take and what access they need is not to be learned from it. Signatures of requests are required and not
 * checked.
 *
 * <p>Thread-safe. Listens on the loopback interface, and owns its threads.
 */
public final class ConverseServer implements AutoCloseable {

    private static final Pattern PATH = Pattern.compile("/model/(.+)/(converse|converse-stream)");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConverseModel model;
    private final ConverseRules rules = new ConverseRules();
    private final List<ConverseCall> calls = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "converse-server");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    private ConverseServer(ConverseModel model) throws IOException {
        this.model = Objects.requireNonNull(model, "model");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * Starts a server on a free port.
     *
     * @param model answers what is valid
     * @throws IOException if no port can be had
     */
    public static ConverseServer start(ConverseModel model) throws IOException {
        return new ConverseServer(model);
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
    }

    /** The valid requests so far, in the order in which they came; those that got an error are among them. */
    public List<ConverseCall> calls() {
        return List.copyOf(calls);
    }

    /** Why requests were refused, in the order in which they came. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        String signed = exchange.getRequestHeaders().getFirst("Authorization");
        if (!exchange.getRequestMethod().equals("POST") || !path.matches()) {
            fail(exchange, new ConverseReply.Failure(404, "UnknownOperationException", "There is no such operation"));
        } else if (signed == null || !signed.startsWith("AWS4-HMAC-SHA256 ") && !signed.startsWith("Bearer ")) {
            fail(exchange, new ConverseReply.Failure(403, "AccessDeniedException", "The request is not signed"));
        } else {
            answer(exchange, new ConverseCall(path.group(1), path.group(2).equals("converse-stream"), body));
        }
    }

    private void answer(HttpExchange exchange, ConverseCall call) throws IOException {
        Optional<String> violation = rules.violation(call);
        if (violation.isPresent()) {
            refusals.add(violation.get());
            fail(exchange, new ConverseReply.Failure(400, "ValidationException", violation.get()));
            return;
        }
        calls.add(call);
        ConverseReply reply;
        try {
            reply = model.answer(call);
        } catch (RuntimeException | Error e) {
            reply = new ConverseReply.Failure(500, "InternalServerException", "The model of the test failed: " + e);
        }
        int asked = ReplyWriter.bytes(call.body()).length;
        if (reply instanceof ConverseReply.Message message) {
            rules.sent(call.modelId(), message);
            if (call.streaming()) {
                List<byte[]> events = ReplyWriter.events(message, asked);
                stream(exchange, events, events.size());
                exchange.close();
            } else {
                send(exchange, 200, ReplyWriter.bytes(ReplyWriter.reply(message, asked)));
            }
        } else if (reply instanceof ConverseReply.Failure failure) {
            fail(exchange, failure);
        } else if (!call.streaming()) {
            fail(exchange, new ConverseReply.Failure(500, "InternalServerException", "The reply broke off"));
        } else if (reply instanceof ConverseReply.BrokenOff broken) {
            breakOff(exchange, broken, asked);
        } else if (reply instanceof ConverseReply.EndedEarly early) {
            stream(exchange, ReplyWriter.events(early.message(), asked), early.events());
            exchange.close();
        }
    }

    private void breakOff(HttpExchange exchange, ConverseReply.BrokenOff broken, int asked) throws IOException {
        OutputStream out = stream(exchange, ReplyWriter.events(broken.message(), asked), broken.events());
        if (broken.exception().isEmpty()) {
            throw new IOException("The connection breaks, as was asked for"); // the JDK's server then closes it
        }
        out.write(EventStream.exception(
                broken.exception().get(),
                ReplyWriter.bytes(JsonNodeFactory.instance.objectNode().put("message", "The stream was ended"))));
        exchange.close();
    }

    private static OutputStream stream(HttpExchange exchange, List<byte[]> events, int count) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", EventStream.CONTENT_TYPE);
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (byte[] event : events.subList(0, Math.min(count, events.size()))) {
            out.write(event);
        }
        out.flush();
        return out;
    }

    private static void fail(HttpExchange exchange, ConverseReply.Failure failure) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", failure.type());
        send(
                exchange,
                failure.status(),
                ReplyWriter.bytes(JsonNodeFactory.instance.objectNode().put("message", failure.message())));
    }

    private static void send(HttpExchange exchange, int status, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    /** Ends it; requests that are being answered are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
