package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.samples.proxy.access.KeyHash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application in a process of its own, as operators run it. */
final class ProxyProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Thread reader;

    private ProxyProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "proxy-output");
        reader.start();
    }

    /** Settings of a process. */
    static final class Settings {

        private final Map<String, String> properties = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> jvm = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));

        Settings() {
            set("quarkus.http.port", "0");
        }

        /** Under {@code ptc.proxy}, or of Quarkus. */
        Settings set(String name, String value) {
            properties.put(name.startsWith("quarkus.") ? name : "ptc.proxy." + name, value);
            return this;
        }

        Settings key(String owner, String key) {
            return set("keys." + owner + ".hash", KeyHash.of(key).text());
        }

        Settings model(String alias, ScriptedEndpoint endpoint) {
            return set("models." + alias + ".provider", "openai")
                    .set("models." + alias + ".base-url", endpoint.url())
                    .set("models." + alias + ".api-key", "key-of-the-model-behind");
        }

        Settings environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        Settings jvm(String option) {
            jvm.add(option);
            return this;
        }

        ProxyProcess launch() {
            assertThat(JAR).as("made by mvn package").exists();
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
            command.addAll(List.of("-jar", JAR.toString()));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            try {
                return new ProxyProcess(builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Starts it, and waits until it is there. */
        ProxyProcess start() {
            ProxyProcess started = launch();
            started.port();
            return started;
        }
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.parseInt(listening.group(1)));
                }
            }
        } catch (IOException e) {
            lines.add("Reading the output failed: " + e);
        }
        port.completeExceptionally(new IllegalStateException("It ended: " + output()));
    }

    int port() {
        try {
            return port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new AssertionError("The proxy did not start: " + output(), e);
        } catch (InterruptedException e) {
            close();
            throw new AssertionError(e);
        }
    }

    String url() {
        return "http://localhost:" + port();
    }

    /** All that it has written. */
    String output() {
        return String.join("\n", lines);
    }

    /** Waits for its end, and returns the exit code. */
    int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(output())
                    .isTrue();
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks it to end. */
    void terminate() {
        process.toHandle().destroy(); // unlike the process itself, it leaves the output open
    }

    /** The sum of a metric over all tags. */
    double metric(String name, String... tags) {
        double sum = 0;
        for (String line : metrics().split("\n")) {
            boolean matches = (line.startsWith(name + "{") || line.startsWith(name + " "))
                    && List.of(tags).stream().allMatch(line::contains);
            if (matches) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    String metrics() {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url() + "/q/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.toHandle().destroy(); // unlike the process itself, it leaves the output open
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join();
            Files.writeString(JAR.resolveSibling("../proxy-" + process.pid() + ".log"), output());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
