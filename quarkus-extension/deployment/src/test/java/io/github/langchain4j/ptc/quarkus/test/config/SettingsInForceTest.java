package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the configuration says is what programs meet. */
@ActivateRequestContext
class SettingsInForceTest {

    private static final String KEYS = "quarkus.langchain4j.ptc.";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Programmer.class))
            .overrideConfigKey(KEYS + "session-scope", "call")
            .overrideConfigKey(KEYS + "output-characters", "400")
            .overrideConfigKey(KEYS + "images-to-model", "user-message")
            .overrideConfigKey(KEYS + "tool-time", "400ms")
            .overrideConfigKey(KEYS + "policy.denied", "deleteAll")
            .overrideConfigKey(KEYS + "sandbox.warm.min-idle", "1")
            .overrideConfigKey(KEYS + "sandboxes.local.type", "bean")
            .overrideConfigKey(KEYS + "sandboxes.quick.limits.compute-time", "300ms")
            .overrideConfigKey(KEYS + "sandboxes.small.limits.tool-calls", "3")
            .overrideConfigKey(KEYS + "sandboxes.small.limits.output-size", "1K")
            .overrideConfigKey(KEYS + "services.Limited.sandbox", "small")
            .overrideConfigKey(KEYS + "services.Quick.sandbox", "quick")
            .overrideConfigKey(KEYS + "limts.memory", "64M")
            .setLogRecordPredicate(record -> record.getMessage().contains("nrecognized configuration key"))
            .assertLogRecords(records -> assertThat(records)
                    .flatExtracting(record -> List.of(record.getParameters()))
                    .anySatisfy(
                            parameter -> assertThat(String.valueOf(parameter)).contains(KEYS + "limts.memory")));

    @ApplicationScoped
    static class Tools {

        private final List<String> ran = new CopyOnWriteArrayList<>();

        List<String> ran() {
            return ran;
        }

        @Tool
        String ping(String word) {
            ran.add(word);
            return word;
        }

        @Tool
        void deleteAll() {
            ran.add("deleteAll");
        }

        @Tool
        String transfer(int amount) {
            ran.add("transfer " + amount);
            return "transferred " + amount;
        }

        @Tool
        void approve() {
            Approval.GIVEN.complete(ToolPolicy.Decision.ALLOW);
        }

        @Tool
        String slow() throws InterruptedException {
            return new CountDownLatch(1).await(20, TimeUnit.SECONDS) ? "?" : "slow";
        }
    }

    /** Holds transfers until a person approves. */
    @Singleton
    static class Approval implements ToolPolicy {

        static final CompletableFuture<Decision> GIVEN = new CompletableFuture<>();

        @Override
        public CompletionStage<Decision> decide(ProposedCall call) {
            return call.tool().equals("transfer") ? GIVEN : CompletableFuture.completedFuture(Decision.ALLOW);
        }
    }

    @Singleton
    static class WordPolicy implements ToolPolicy {

        @Override
        public CompletionStage<Decision> decide(ProposedCall call) {
            String word = call.arguments().path("word").asText();
            if (word.equals("broken")) {
                throw new IllegalStateException("the policy is broken");
            }
            return CompletableFuture.completedFuture(
                    word.equals("secret") ? Decision.deny("no secrets") : Decision.ALLOW);
        }
    }

    @Singleton
    static class Listener implements PtcListener {

        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void programStarted(String session, int number, String code) {
            heard.add(code);
        }

        @Override
        public void toolAnswered(String session, InnerCall call) {
            heard.add(call.tool());
        }

        @Override
        public void programEnded(String session, ProgramReport report) {
            heard.add("ended");
        }
    }

    @ApplicationScoped
    static class ThisMachine {

        @Produces
        @Singleton
        @Identifier("local")
        Sandbox python() {
            return new LocalPythonSandbox();
        }
    }

    @RegisterAiService(chatLanguageModelSupplier = Programmer.Factory.class, tools = Tools.class)
    interface Assistant {
        String chat(@MemoryId String conversation, @UserMessage String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = Programmer.Factory.class, tools = Tools.class)
    @ProgrammaticToolCalling(sandbox = "local")
    interface OnThisMachine {
        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = Programmer.Factory.class, tools = Tools.class)
    interface Limited {
        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = Programmer.Factory.class, tools = Tools.class)
    interface Quick {
        String chat(String question);
    }

    @Inject
    Assistant assistant;

    @Inject
    Quick quick;

    @Inject
    OnThisMachine onThisMachine;

    @Inject
    Limited limited;

    @Inject
    Tools tools;

    @Inject
    Listener listener;

    @Inject
    Sandboxes sandboxes;

    private String run(String program) {
        return assistant.chat("someone", program);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(10);
        }
    }

    @Test
    void eachServiceHasItsSandbox() {
        String program = "import sys; print(sys.platform, ping('here'))";

        assertThat(run(program)).contains("wasi here");
        assertThat(onThisMachine.chat(program)).doesNotContain("wasi").contains("here");
    }

    @Test
    void interpretersAreKeptReady() throws InterruptedException {
        await(() -> sandboxes.opened().get(Sandboxes.DEFAULT).idle() == 1);
        run("print(1)");
        await(() -> sandboxes.opened().get(Sandboxes.DEFAULT).idle() == 1);
    }

    @Test
    void aToolThatTheConfigurationDeniesIsNotCalled() {
        assertThat(run("""
                try:
                    deleteAll()
                except ToolError as e:
                    print('refused:', e)
                """)).contains("refused:").contains("does not let programs call deleteAll");
        assertThat(tools.ran()).doesNotContain("deleteAll");
    }

    @Test
    void allPoliciesMustLetACallPass() {
        assertThat(run("print(ping('open'))\nping('secret')")).contains("open").contains("no secrets");
        assertThat(tools.ran()).contains("open").doesNotContain("secret");
    }

    @Test
    void aPolicyThatThrowsDeniesTheCall() {
        assertThat(run("ping('broken')")).contains("ToolError");
        assertThat(tools.ran()).doesNotContain("broken");
    }

    @Test
    void aPolicyCanHoldACallAndDecideLater() {
        assertThat(run("print(await asyncio.gather(transfer(5), approve()))")).contains("transferred 5");
    }

    @Test
    void listenersOfTheApplicationAreTold() {
        run("ping('listen')");

        assertThat(listener.heard).containsSubsequence("ping('listen')", "ping", "ended");
    }

    @Test
    void withTheScopeOfACallVariablesAreGoneAfterIt() {
        run("kept = 1");

        assertThat(run("print('kept' in globals())")).contains("False");
    }

    @Test
    void theModelReadsNoMoreThanItMay() {
        assertThat(run("print('a' * 5000 + 'the end')")).contains("the end").hasSizeLessThan(600);
    }

    @Test
    void theModelSeesImagesThatProgramsMake() {
        assertThat(run("""
                import base64
                png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
                with open('output/dot.png', 'wb') as file:
                    file.write(base64.b64decode(png))
                """)).contains("sees images: 1");
    }

    @Test
    void aToolThatTakesTooLongIsAnErrorInTheProgram() {
        assertThat(run("slow()")).contains("ToolError").doesNotContain("'slow'");
    }

    @Test
    void limitsOfASandboxEndTheProgramsOfItsServices() {
        assertThat(quick.chat("while True: pass")).contains("stopped after 0.3 s of compute time");
        assertThat(limited.chat("for i in range(9): print(ping(str(i)))"))
                .contains("2")
                .contains("3 tool calls");
        assertThat(limited.chat("print('a' * 2000)")).contains("1024");
    }
}
