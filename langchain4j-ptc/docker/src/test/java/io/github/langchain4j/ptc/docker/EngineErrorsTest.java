package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.core.DockerClientConfig;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.net.BindException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said when there is no engine, or none that may be used. Needs none. */
@Timeout(120)
class EngineErrorsTest {

    private static final ContainerSettings SETTINGS =
            DockerSandbox.builder().runtime("runsc").settings();

    @TempDir
    Path folder;

    private static String unavailable(DockerClientConfig config) {
        try (DockerSandbox sandbox =
                DockerSandbox.builder().dockerClientConfig(config).build()) {
            Throwable[] thrown = new Throwable[1];
            assertThatThrownBy(() -> sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(PATIENCE)))
                    .isInstanceOf(SandboxUnavailableException.class)
                    .satisfies(failure -> thrown[0] = failure);
            return thrown[0].getMessage();
        }
    }

    private static String explained(Throwable failure) {
        return EngineErrors.explain(failure, URI.create("unix:///var/run/docker.sock"), SETTINGS)
                .getMessage();
    }

    @Test
    void aSocketThatIsMissing() {
        assertThat(unavailable(PrivateEngine.config("unix://" + folder.resolve("none.sock"))))
                .startsWith("There is no Docker engine at unix://" + folder)
                .contains("No such file", "Start Docker", "DOCKER_HOST", "dockerClientConfig");
    }

    @Test
    void aPortThatNobodyListensOn() throws Exception {
        String host = "tcp://127.0.0.1:" + PrivateEngine.freePort();
        assertThat(unavailable(PrivateEngine.config(host)))
                .startsWith("There is no Docker engine at " + host)
                .contains("refused", "Start Docker", "DOCKER_HOST");
    }

    @Test
    void aUserWhoMayNotUseTheSocket() {
        // What docker-java throws then; root, as which this may run, may use every socket.
        assertThat(explained(new RuntimeException(new BindException("Permission denied"))))
                .startsWith("This process may not use the Docker engine at unix:///var/run/docker.sock")
                .contains("group 'docker'", "DOCKER_HOST");
    }

    @Test
    void anEngineThatSpeaksTlsToAClientThatDoesNot() {
        assertThat(explained(new BadRequestException("Client sent an HTTP request to an HTTPS server.")))
                .contains("do not agree on TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH");
    }

    @Test
    void anEngineThatHangsUp() {
        assertThat(explained(new RuntimeException(new SocketException("Broken pipe"))))
                .contains("closed the connection", "try again", "DOCKER_CERT_PATH");
    }

    @Test
    void aRuntimeThatTheEngineDoesNotHave() {
        assertThat(explained(new BadRequestException("Unknown runtime specified runsc")))
                .contains("no runtime 'runsc'", "daemon.json", "DockerSandbox.Builder.runtime");
    }
}
