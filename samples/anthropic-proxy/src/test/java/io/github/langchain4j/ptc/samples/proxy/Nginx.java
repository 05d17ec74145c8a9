package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The nginx of the machine, with the configuration that is shipped. */
final class Nginx implements AutoCloseable {

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Nginx start(Path folder, int port, Map<String, Integer> nodes) throws IOException {
        String conf = Files.readString(Path.of("deployment", "nginx.conf"));
        for (Map.Entry<String, Integer> node : nodes.entrySet()) {
            conf = conf.replace("proxy-" + node.getKey() + ":8080", "127.0.0.1:" + node.getValue());
        }
        conf = conf.replace("listen 80;", "listen 127.0.0.1:" + port + ";");
        assertThat(conf).contains("listen 127.0.0.1").doesNotContain(":8080");
        Path file = Files.writeString(folder.resolve("nginx.conf"), conf);
        Path log = folder.resolve("nginx.log");
        Process process = new ProcessBuilder(
                        "nginx",
                        "-p",
                        folder.toString(),
                        "-c",
                        file.toString(),
                        "-e",
                        log.toString(),
                        "-g",
                        "daemon off; pid " + folder.resolve("nginx.pid") + "; error_log " + log + ";")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.out").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        StreamTest.until(() -> nginx.listens() || !process.isAlive());
        assertThat(process.isAlive())
                .as(Files.readString(folder.resolve("nginx.out")))
                .isTrue();
        return nginx;
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
