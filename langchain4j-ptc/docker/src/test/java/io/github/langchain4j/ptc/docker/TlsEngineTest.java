package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is reached over TLS, and wants to know its clients. It has no image: who is let in is told so. */
@RequiresPrivateEngine
@Timeout(120)
class TlsEngineTest {

    private static final String ENTERED = "does not have the image";

    @TempDir
    static Path folder;

    private static Path trusted;
    private static Path strange;
    private static String address;
    private static PrivateEngine docker;

    @BeforeAll
    static void startEngine() throws Exception {
        trusted = certificate("trusted");
        strange = certificate("strange");
        address = "tcp://127.0.0.1:" + PrivateEngine.freePort();
        docker = PrivateEngine.started(
                "-H",
                address,
                "--tlsverify",
                "--tlscacert=" + trusted.resolve("ca.pem"),
                "--tlscert=" + trusted.resolve("cert.pem"),
                "--tlskey=" + trusted.resolve("key.pem"));
    }

    @AfterAll
    static void endEngine() throws IOException {
        if (docker != null) {
            docker.close();
        }
    }

    /** A folder as {@code DOCKER_CERT_PATH} wants it, with a certificate that is its own authority. */
    private static Path certificate(String name) throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve(name));
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        own.resolve("key.pem").toString(),
                        "-out",
                        own.resolve("cert.pem").toString())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log").toFile())
                .start();
        assertThat(openssl.waitFor())
                .as(() -> "openssl, see " + own.resolve("log"))
                .isZero();
        Files.copy(own.resolve("cert.pem"), own.resolve("ca.pem"));
        return own;
    }

    private static DockerClientConfig config(Path certificates) {
        return DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address)
                .withDockerTlsVerify(true)
                .withDockerCertPath(certificates.toString())
                .build();
    }

    private static void assertUnavailable(DockerClientConfig config, String... words) {
        try (DockerSandbox sandbox = DockerSandbox.builder()
                .dockerClientConfig(config)
                .pullPolicy(PullPolicy.NEVER)
                .build()) {
            assertThatThrownBy(() -> sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(PATIENCE)))
                    .isInstanceOf(SandboxUnavailableException.class)
                    .message()
                    .contains(words)
                    .doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void whoKnowsItAndIsKnownIsLetIn() {
        assertUnavailable(config(trusted), ENTERED);
    }

    @Test
    void whoDoesNotKnowItIsTold() {
        assertUnavailable(config(strange), "do not agree on TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH");
    }

    @Test
    void whoIsNotKnownIsTold() throws IOException {
        Path stranger = Files.createDirectory(folder.resolve("stranger"));
        Files.copy(trusted.resolve("ca.pem"), stranger.resolve("ca.pem"));
        Files.copy(strange.resolve("cert.pem"), stranger.resolve("cert.pem"));
        Files.copy(strange.resolve("key.pem"), stranger.resolve("key.pem"));
        // The engine hangs up, and whether this side hears why before it notices is a matter of luck.
        assertUnavailable(config(stranger), "DOCKER_TLS_VERIFY", "the certificates in DOCKER_CERT_PATH");
    }

    @Test
    void whoSpeaksNoTlsIsTold() {
        assertUnavailable(PrivateEngine.config(address), "do not agree on TLS", "DOCKER_TLS_VERIFY");
    }
}
