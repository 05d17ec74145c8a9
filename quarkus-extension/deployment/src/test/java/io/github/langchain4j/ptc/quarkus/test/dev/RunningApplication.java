package io.github.langchain4j.ptc.quarkus.test.dev;

import io.github.langchain4j.ptc.quarkus.test.EchoModel;
import io.quarkus.test.QuarkusDevModeTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.jboss.shrinkwrap.api.asset.StringAsset;

/** An application in dev mode, as its users see it. */
final class RunningApplication {

    private final int port = freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    /** Starts it, with these settings. */
    QuarkusDevModeTest with(String... settings) {
        String all = "quarkus.http.port=" + port + "\n" + String.join("\n", settings) + "\n";
        return new QuarkusDevModeTest()
                .withApplicationRoot(
                        archive -> archive.addClasses(EchoModel.class, Orders.class, Assistant.class, Routes.class)
                                .addAsResource(new StringAsset(all), "application.properties"));
    }

    /** What the model is told of the program that it has run. */
    String run(String conversation, String program) {
        return begin(conversation, program).join();
    }

    CompletableFuture<String> begin(String conversation, String program) {
        HttpRequest request = HttpRequest.newBuilder(uri("programs/" + conversation))
                .POST(BodyPublishers.ofString(program))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    /** What the model was offered last. */
    String offered() {
        return get("offered");
    }

    /** Which sandbox it is. */
    String sandbox() {
        return get("sandbox");
    }

    /** How many interpreters are ready. */
    String ready() {
        return get("ready");
    }

    private String get(String path) {
        return client.sendAsync(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .join();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + "/" + path);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
