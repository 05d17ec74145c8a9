package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Speaks as much of a Docker engine's protocol as images need; it has none, and says what it is told to when asked for one. */
final class EngineDouble implements AutoCloseable {

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> context = new TreeMap<>();
    private volatile String answer = "{\"stream\":\"done\"}";

    EngineDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it says when an image is pulled or built: a line of JSON. */
    void answers(String line) {
        answer = line;
    }

    /** What it was asked to do, apart from questions. */
    List<String> asked() {
        return asked;
    }

    /** The files that it was told to build from, and their modes. */
    Map<String, Integer> context() {
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/_ping")) {
                answer(exchange, 200, "OK");
            } else if (exchange.getRequestMethod().equals("POST")) {
                asked.add(path.replaceFirst("^/v[0-9.]+", "") + "?"
                        + exchange.getRequestURI().getQuery());
                if (path.endsWith("/build")) {
                    readContext(exchange);
                }
                answer(exchange, 200, answer);
            } else {
                answer(exchange, 404, "{\"message\":\"No such image\"}");
            }
        }
    }

    private void readContext(HttpExchange exchange) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(exchange.getRequestBody());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            context.put(entry.getName(), entry.getMode() & 0777);
        }
        exchange.getRequestBody().readAllBytes();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = (body + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
