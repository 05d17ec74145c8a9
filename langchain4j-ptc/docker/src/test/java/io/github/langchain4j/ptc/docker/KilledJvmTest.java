package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers go with their JVM, however that ends and whatever their programs do. */
@RequiresDocker
@Timeout(180)
class KilledJvmTest {

    private DockerClient client;

    @BeforeEach
    void open() {
        client = PrivateEngine.client(PrivateEngine.shared());
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    /** Another JVM with sessions in all of which a hostile program runs. */
    private static Process victim(String end) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        VictimMain.class.getName(),
                        end)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The label of its containers, when all its programs run. */
    private String label(Process victim, BufferedReader said) throws Exception {
        String line = said.readLine();
        assertThat(line).as("what the JVM said; it lives: " + victim.isAlive()).startsWith("label ");
        String label = line.substring("label ".length());
        assertThat(TestPrograms.containers(client, label)).hasSize(VictimMain.PROGRAMS.size());
        return label;
    }

    private void assertNothingIsLeft(String label) throws InterruptedException {
        await(
                "no container is left",
                () -> TestPrograms.containers(client, label).isEmpty());
    }

    @Test
    void whenItIsKilled() throws Exception {
        Process victim = victim("waits");
        try (BufferedReader said = victim.inputReader(StandardCharsets.UTF_8)) {
            String label = label(victim, said);
            victim.destroyForcibly().waitFor();
            assertNothingIsLeft(label);
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    void whenItIsTerminated() throws Exception {
        Process victim = victim("waits");
        try (BufferedReader said = victim.inputReader(StandardCharsets.UTF_8)) {
            String label = label(victim, said);
            victim.destroy();
            victim.waitFor();
            assertNothingIsLeft(label);
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    void whenItExits() throws Exception {
        Process victim = victim("exits");
        try (BufferedReader said = victim.inputReader(StandardCharsets.UTF_8)) {
            String label = label(victim, said);
            victim.outputWriter().write("now\n");
            victim.outputWriter().flush();
            assertThat(victim.waitFor()).isEqualTo(3);
            assertNothingIsLeft(label);
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    void theNextSandboxRemovesContainersWhoseTimeIsOverAndNoOthers() throws Exception {
        String left = UUID.randomUUID().toString();
        String expired = create(left, 1);
        client.startContainerCmd(expired).exec();
        create(
                left,
                Instant.now()
                        .plusSeconds(3600)
                        .getEpochSecond()); // not started, but young: its JVM may be about to start it
        try (DockerSandbox sandbox = DockerSandbox.create()) {
            sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(TestPrograms.PATIENCE))
                    .close();
            await(
                    "the expired one is removed",
                    () -> !TestPrograms.containers(client, left).contains(expired));
            assertThat(TestPrograms.containers(client, left)).hasSize(1);
        } finally {
            for (String id : TestPrograms.containers(client, left)) {
                client.removeContainerCmd(id).withForce(true).exec();
            }
        }
    }

    private String create(String label, long expires) {
        CreateContainerResponse created = client.createContainerCmd(DockerSandbox.SLIM_IMAGE)
                .withEntrypoint(List.of("python3", "-c", "import time; time.sleep(1000)"))
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .withLabels(Map.of(DockerEngine.LABEL, label, DockerEngine.LABEL_EXPIRES, Long.toString(expires)))
                .exec();
        return created.getId();
    }
}
