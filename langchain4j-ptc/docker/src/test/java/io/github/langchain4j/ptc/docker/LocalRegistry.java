package io.github.langchain4j.ptc.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A registry on the loopback interface that has one image, under the name {@code sandbox} and any tag, and can keep whoever
 * pulls it waiting. Engines use it without TLS.
 */
final class LocalRegistry implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> blobs = new HashMap<>(); // by digest; never changed after construction
    private final byte[] manifest;
    private final AtomicInteger pulls = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** @param image as {@code docker save} writes it */
    LocalRegistry(InputStream image) throws IOException {
        // Engines try TLS first, which the server would take for a request that does not end.
        System.setProperty("sun.net.httpserver.maxReqTime", "1");
        manifest = read(image);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private byte[] read(InputStream image) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(image)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), tar.readAllBytes());
            }
        }
        JsonNode saved = JSON.readTree(files.get("manifest.json")).get(0);
        ObjectNode written = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
        written.set("config", blob("application/vnd.docker.container.image.v1+json", files, saved.get("Config")));
        for (JsonNode layer : saved.get("Layers")) {
            written.withArray("layers").add(blob("application/vnd.docker.image.rootfs.diff.tar.gzip", files, layer));
        }
        return JSON.writeValueAsBytes(written);
    }

    private ObjectNode blob(String type, Map<String, byte[]> files, JsonNode name) {
        byte[] content = files.get(name.asText());
        String digest = digest(content);
        blobs.put(digest, content);
        return JSON.createObjectNode()
                .put("mediaType", type)
                .put("size", content.length)
                .put("digest", digest);
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The name of its image, with any tag. */
    String image(String tag) {
        return "127.0.0.1:" + server.getAddress().getPort() + "/sandbox:" + tag;
    }

    /** How often its image was asked for. */
    int pulls() {
        return pulls.get();
    }

    /** From now on whoever wants a part of the image waits until {@link #open()}. */
    void shut() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (path.equals("/v2/")) {
                answer(exchange, "application/json", new byte[] {'{', '}'});
            } else if (path.startsWith("/v2/sandbox/manifests/")) {
                pulls.incrementAndGet();
                answer(exchange, MANIFEST, manifest);
            } else if (path.startsWith("/v2/sandbox/blobs/") && blobs.containsKey(last)) {
                gate.await();
                answer(exchange, "application/octet-stream", blobs.get(last));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
        exchange.getResponseHeaders().add("Docker-Content-Digest", digest(content));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
        }
        exchange.sendResponseHeaders(200, head ? -1 : content.length);
        if (!head) {
            exchange.getResponseBody().write(content);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
