package io.github.langchain4j.ptc.docker;

import static io.github.langchain4j.ptc.docker.TestPrograms.PATIENCE;
import static io.github.langchain4j.ptc.docker.TestPrograms.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where images come from, and what is said when they do not. Each test pulls under a tag of its own. */
@RequiresPrivateEngine
@Timeout(180)
class ImagePullTest {

    private static PrivateEngine docker;
    private static DockerClient client;
    private static LocalRegistry registry;

    @BeforeAll
    static void open() throws Exception {
        docker = PrivateEngine.started();
        client = PrivateEngine.client(docker.config());
        try (DockerClient shared = PrivateEngine.client(PrivateEngine.shared());
                InputStream image =
                        shared.saveImageCmd(DockerSandbox.SLIM_IMAGE).exec()) {
            registry = new LocalRegistry(image);
        }
    }

    @AfterAll
    static void close() throws IOException {
        if (registry != null) {
            registry.close();
        }
        if (docker != null) {
            client.close();
            docker.close();
        }
    }

    private static DockerSandbox.Builder sandbox(String image) {
        return DockerSandbox.builder().image(image).dockerClientConfig(docker.config());
    }

    private static void start(DockerSandbox sandbox, Duration time) throws InterruptedException {
        sandbox.start(InterpreterSpec.DEFAULT, Deadline.in(time)).close();
    }

    private static void assertUnavailable(DockerSandbox.Builder builder, String... words) {
        try (DockerSandbox sandbox = builder.build()) {
            assertThatThrownBy(() -> start(sandbox, PATIENCE))
                    .isInstanceOf(SandboxUnavailableException.class)
                    .message()
                    .contains(words);
        }
    }

    private static boolean has(String image) {
        try {
            client.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Test
    void anImageThatIsMissingIsPulledOnce() throws Exception {
        String image = registry.image("once");
        try (DockerSandbox sandbox = sandbox(image).build()) {
            start(sandbox, PATIENCE);
            int pulls = registry.pulls();
            assertThat(has(image)).isTrue();
            start(sandbox, PATIENCE);
            assertThat(registry.pulls()).isEqualTo(pulls);
        }
    }

    @Test
    void aPullIsLogged() throws Exception {
        String image = registry.image("logged");
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try (DockerSandbox sandbox = sandbox(image).build()) {
            start(sandbox, PATIENCE);
            await(
                    "the end of the pull is logged",
                    () -> logged.toString(StandardCharsets.UTF_8).contains("The image " + image + " is there"));
        } finally {
            System.setErr(err);
        }
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("Pulling the image " + image);
    }

    @Test
    void anImageIsAlwaysPulledButOncePerSandbox() throws Exception {
        String image = registry.image("always");
        for (int n = 0; n < 2; n++) {
            try (DockerSandbox sandbox =
                    sandbox(image).pullPolicy(PullPolicy.ALWAYS).build()) {
                int before = registry.pulls();
                start(sandbox, PATIENCE);
                int pulls = registry.pulls();
                assertThat(pulls).isGreaterThan(before);
                start(sandbox, PATIENCE);
                assertThat(registry.pulls()).isEqualTo(pulls);
            }
        }
    }

    @Test
    void anImageThatMustNotBePulledIsToldAsMissing() {
        String image = registry.image("never");
        int before = registry.pulls();
        assertUnavailable(
                sandbox(image).pullPolicy(PullPolicy.NEVER),
                "does not have the image '" + image + "'",
                "sandbox-image/build",
                "pullPolicy");
        assertThat(registry.pulls()).isEqualTo(before);
    }

    @Test
    void aPullOutlivesTheStartThatBeganItAndServesTheNext() throws Exception {
        // Its layers may not be there, under whatever name, or nothing is left to wait for.
        for (Image other : client.listImagesCmd().exec()) {
            client.removeImageCmd(other.getId()).withForce(true).exec();
        }
        String image = registry.image("slow");
        registry.shut();
        try (DockerSandbox sandbox = sandbox(image).build()) {
            for (int n = 0; n < 2; n++) {
                assertThatThrownBy(() -> start(sandbox, Duration.ofSeconds(2)))
                        .isInstanceOf(SandboxUnavailableException.class)
                        .hasMessageContaining("he image '" + image + "'")
                        .hasMessageContaining("still being pulled")
                        .hasMessageContaining("the pull goes on");
            }
            registry.open();
            await("the pull ends", () -> has(image));
            start(sandbox, PATIENCE);
        } finally {
            registry.open();
        }
    }

    @Test
    void aRegistryThatHangsIsGivenUpAfterThePullsOwnTime() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertUnavailable(
                    sandbox("127.0.0.1:" + mute.getLocalPort() + "/sandbox").pullTimeout(Duration.ofSeconds(1)),
                    "could not be pulled",
                    "longer than PT1S",
                    "pullTimeout");
        }
    }

    @Test
    void anImageThatNoRegistryHasIsTold() {
        String image = registry.image("x").replace("/sandbox", "/nothing");
        assertUnavailable(sandbox(image), "'" + image + "' could not be pulled", "Check its name");
    }

    @Test
    void aRegistryThatIsNotThereIsTold() throws Exception {
        assertUnavailable(
                sandbox("127.0.0.1:" + PrivateEngine.freePort() + "/sandbox"), "could not be pulled", "refused");
    }

    @Test
    void anImageWithoutPythonIsTold() {
        assertUnavailable(
                sandbox(registry.image("other")).python("python4"),
                "has no 'python4'",
                "Python 3.9",
                "DockerSandbox.Builder.python");
    }

    @Test
    void aPythonThatIsNoneIsTold() {
        // The one program that the image has beside Python.
        String loader = System.getProperty("os.arch").equals("aarch64")
                ? "/lib/ld-linux-aarch64.so.1"
                : "/lib64/ld-linux-x86-64.so.2";
        assertUnavailable(
                sandbox(registry.image("no-python")).python(loader), "did not take the runner", "needs Python 3.9");
    }
}
