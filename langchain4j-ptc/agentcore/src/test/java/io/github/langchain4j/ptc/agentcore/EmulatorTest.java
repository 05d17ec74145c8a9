package io.github.langchain4j.ptc.agentcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.agentcore.CodeInterpreterService.Printed;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import io.github.langchain4j.ptc.testkit.agentcore.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreAsyncClient;
import software.amazon.awssdk.services.bedrockagentcore.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagentcore.model.ValidationException;

/** The emulator, as the SDK's client sees it. */
@RequiresPython
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmulatorTest {

    private static final Duration TIME = Duration.ofSeconds(20);

    private AgentCoreEmulator emulator;
    private BedrockAgentCoreAsyncClient client;
    private CodeInterpreterService service;
    private String session;

    @BeforeAll
    void start() {
        emulator = AgentCoreEmulator.start();
        client = Emulated.client(emulator);
        service = new CodeInterpreterService(client, AgentCoreSandbox.DEFAULT_IDENTIFIER);
        session = service.start("test", Duration.ofMinutes(5), TIME).join();
    }

    @AfterAll
    void stop() {
        service.stop(session).join();
        client.close();
        emulator.close();
    }

    private Printed execute(String code) {
        return service.execute(session, code, TIME).join();
    }

    @Test
    void theNamespaceLivesFromCallToCall() {
        execute("x = 41");
        assertThat(execute("print(x + 1)").texts()).containsExactly("42\n", "42\n");
    }

    @Test
    void codeRunsUnderALoopAndMayAwait() {
        assertThat(execute("import asyncio\nawait asyncio.sleep(0)\nprint(asyncio.get_running_loop().is_running())")
                        .texts())
                .containsExactly("True\n", "True\n");
    }

    @Test
    void codeThatFailsIsAnErrorWithWhatItPrintedAndItsTraceback() {
        Printed printed = execute("print('before')\n1 / 0");
        assertThat(printed.error()).isTrue();
        assertThat(printed.texts().get(0)).isEqualTo("before\n");
        assertThat(printed.texts().get(1)).startsWith("before\n").contains("ZeroDivisionError");
    }

    @Test
    void sessionsThatAreNotThereAreNotFound() {
        assertThatThrownBy(() -> service.execute("NONE", "1", TIME).join())
                .hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> service.stop("NONE").join()).hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void oneThatIsClosedLeavesNoFolderWhateverItsSessionsDo() {
        List<Path> folders = new ArrayList<>();
        List<CompletableFuture<?>> underWay = new ArrayList<>();
        AgentCoreEmulator closing = AgentCoreEmulator.start();
        try (BedrockAgentCoreAsyncClient itsClient = Emulated.client(closing)) {
            CodeInterpreterService its = new CodeInterpreterService(itsClient, AgentCoreSandbox.DEFAULT_IDENTIFIER);
            for (int writers = 0; writers < 4; writers++) {
                String id = its.start("test", Duration.ofMinutes(5), TIME).join();
                String work = its.execute(id, "import os\nprint(os.getcwd())", TIME)
                        .join()
                        .texts()
                        .get(0);
                folders.add(Path.of(work.strip()).getParent());
                underWay.add(writers == 0 ? its.stop(id) : its.execute(id, writing(writers), TIME));
            }
            underWay.add(its.start("test", Duration.ofMinutes(5), TIME));
            closing.close();
            assertThat(folders).hasSize(4).noneMatch(Files::exists);
            assertThat(closing.openSessions()).isZero();
            underWay.forEach(request -> request.handle((done, failure) -> true).join());
        } finally {
            closing.close();
        }
    }

    /** Code that makes folders in its own without end, and has processes do so too. */
    private static String writing(int processes) {
        return """
                import subprocess, sys
                write = "import os, tempfile\\nwhile True:\\n    os.rmdir(tempfile.mkdtemp())"
                processes = [subprocess.Popen([sys.executable, "-c", write]) for _ in range(%d)]
                exec(write)
                """.formatted(processes);
    }

    @Test
    void timeoutsBeyondTheServicesAreRefused() {
        assertThatThrownBy(
                        () -> service.start("test", Duration.ofHours(9), TIME).join())
                .hasCauseInstanceOf(ValidationException.class);
    }

    @Test
    void requestsWithoutASignatureAreRefused() throws Exception {
        URI start = emulator.endpoint().resolve("/code-interpreters/aws.codeinterpreter.v1/sessions/start");
        int before = emulator.requests(Operation.START);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(start)
                                .PUT(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("x-amzn-errortype")).hasValue("MissingAuthenticationTokenException");
        assertThat(emulator.requests(Operation.START)).isEqualTo(before + 1);
    }
}
