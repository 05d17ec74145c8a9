package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.ToolPolicy;
import io.github.langchain4j.ptc.program.ToolPolicy.Decision;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxBusyException;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page docs/guide/errors.md. */
@RequiresPython
@Timeout(120)
class ErrorsTest extends PageFixture {

    private static final String PAGE = "errors.md";

    static class Stock {

        private final AtomicInteger calls = new AtomicInteger();

        @Tool("How many of an article there are")
        int count(String article) {
            calls.incrementAndGet();
            if (article.isBlank()) {
                throw new IllegalArgumentException("An article has a number, such as A12");
            }
            return article.length();
        }

        @Tool("Never comes back by itself")
        int slow(int number) throws InterruptedException {
            new CountDownLatch(1).await(60, TimeUnit.SECONDS);
            return number;
        }
    }

    private final Stock stock = new Stock();

    // What the program sees

    private String typeOf(ProgramRunner.Builder builder, String call) throws InterruptedException {
        try (ProgramRunner runner = builder.sandbox(sandbox).tools(stock).build();
                ProgramSession session = runner.open()) {
            return session.run("try:\n    await " + call + "\nexcept Exception as e:\n"
                            + "    print(getattr(e, 'type', type(e).__name__))")
                    .output()
                    .strip();
        }
    }

    @Test
    void theTableOfToolErrorsIsWhatProgramsGet() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        ToolPolicy denies = call -> CompletableFuture.completedFuture(Decision.deny("Not today"));
        Map<String, String> types = new LinkedHashMap<>();
        try {
            types.put("the tool threw", typeOf(ProgramRunner.builder(), "count('')"));
            types.put("wrong type of an argument", typeOf(ProgramRunner.builder(), "count(12)"));
            types.put("the policy refused", typeOf(ProgramRunner.builder().policy(denies), "count('A')"));
            types.put(
                    "the tool took longer than `toolTime`",
                    typeOf(
                            ProgramRunner.builder()
                                    .executeToolsConcurrently(executor)
                                    .toolTime(Duration.ofMillis(100)),
                            "slow(1)"));
            types.put(
                    "the executor takes no more",
                    typeOf(
                            ProgramRunner.builder().executeToolsConcurrently(task -> {
                                throw new RejectedExecutionException("full");
                            }),
                            "count('A')"));
        } finally {
            executor.shutdownNow();
        }
        Map<String, String> shown = new LinkedHashMap<>();
        table(PAGE, "What happened").forEach(row -> shown.put(row.get(0), plain(row.get(1))));
        assertThat(shown).containsExactlyInAnyOrderEntriesOf(types);
    }

    // What the model sees

    private String told(String... programs) {
        return told(Limits.DEFAULT, programs).get(programs.length - 1);
    }

    private List<String> told(Limits limits, String... programs) {
        List<List<String>> told = new ArrayList<>();
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program(programs)
                        .expect(request -> told.add(lastResults(request)))
                        .answer("Well.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(stock)
                        .limits(limits)
                        .build()) {
            ptc.chat("Go");
        }
        return told.get(0);
    }

    private void assertTold(String text, String... programs) throws IOException {
        assertThat(told(programs)).isEqualTo(text);
        assertShown(PAGE, "text", text);
    }

    @Test
    void aResultAlone() throws IOException {
        assertTold("3", "count('A12')");
    }

    @Test
    void whatItPrintedAndItsResult() throws IOException {
        assertTold("counted\nResult: [3,2]", "print('counted')\n[count('A12'), count('B2')]");
    }

    @Test
    void nothing() throws IOException {
        assertTold(
                "The program printed nothing and returned no value. Print what you need to see.", "n = count('A12')");
    }

    @Test
    void anExceptionWithItsTraceback() throws IOException {
        String text = told("print('before')\nn = count('')").replaceAll("\n *\\^+", ""); // not of every Python
        assertThat(text)
                .startsWith("Printed before it ended:\nbefore\nThe program failed with ToolError.\nTraceback")
                .contains("IllegalArgumentException: An article has a number, such as A12")
                .doesNotContain("ErrorsTest", ".java");
        assertShown(PAGE, "text", text);
    }

    @Test
    void anExit() throws IOException {
        assertTold("The program ended itself with exit code 1: nothing to do", "import sys\nsys.exit('nothing to do')");
    }

    @Test
    void aProgramAfterOneThatFailed() throws IOException {
        assertTold(
                "Not run, because program 1 of this reply failed. Mend that first; then send this one again if it is"
                        + " still needed.",
                "1 / 0",
                "count('A')");
    }

    @Test
    void aReplyThatWasCutOff() throws IOException {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .response(ChatResponse.builder()
                                .aiMessage(AiMessage.from(ToolExecutionRequest.builder()
                                        .id("1")
                                        .name("execute_python")
                                        .arguments("{\"code\":\"count('A')\"}")
                                        .build()))
                                .finishReason(FinishReason.LENGTH)
                                .build())
                        .expect(request -> assertThat(lastResults(request).get(0))
                                .startsWith("Nothing was run: your reply was cut off at its token limit"))
                        .answer("Well.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(stock)
                        .build()) {
            ptc.chat("Go");
        }
        assertThat(stock.calls).hasValue(0);
    }

    @Test
    void aKilledProgramAndItsSession() throws IOException {
        Limits limits = Limits.builder().computeTime(Duration.ofSeconds(1)).build();
        String text = told(limits, "print('started')\nwhile True: pass").get(0);
        assertThat(text)
                .startsWith("Printed before it ended:\nstarted\nThe program was stopped after 1 s of compute time");
        assertShown(PAGE, "text", text);
    }

    // What the caller gets

    /** A sandbox that is away. */
    private record Away() implements Sandbox {

        @Override
        public SandboxTraits traits() {
            return sandbox.traits();
        }

        @Override
        public Interpreter start(InterpreterSpec spec, Deadline by) {
            throw new SandboxUnavailableException("The engine does not answer; start it");
        }

        @Override
        public void close() {}
    }

    @Test
    void aSandboxThatIsAwayIsTheCallersToHandle() {
        try (ScriptedChatModel model =
                        ScriptedChatModel.builder().program("count('A')").build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(new Away())
                        .tools(stock)
                        .build()) {
            assertThatThrownBy(() -> ptc.chat("Go")).isInstanceOf(SandboxUnavailableException.class);
        }
        assertThat(new SandboxBusyException("all in use")).isInstanceOf(SandboxUnavailableException.class);
    }

    static String ask(ChatModel model, String question) {
        try {
            return model.chat(question);
        } catch (SandboxBusyException e) {
            return "We are busy; please ask again in a minute.";
        } catch (SandboxUnavailableException e) {
            return "This does not work at the moment; we have been told.";
        }
    }

    @Test
    void aBusySandboxIsOnlyBusy() {
        ChatModel busy = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                throw new SandboxBusyException("All sessions are in use");
            }
        };
        assertThat(ask(busy, "Go")).startsWith("We are busy");
    }

    @Test
    void aModelThatOnlyWritesProgramsHasNoAnswer() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("count('A')")
                        .program("count('B')")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(stock)
                        .maxRounds(2)
                        .build()) {
            assertThatThrownBy(() -> ptc.chat("Go"))
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("Raise maxRounds");
        }
    }

    @Test
    void missingResultsAreNamed() {
        ToolSpecification count = ToolSpecification.builder().name("count").build();
        UserMessage question = UserMessage.from("Go");
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("await asyncio.gather(count(), count())")
                        .build();
                PtcChatModel ptc = PtcChatModel.wrap(model, sandbox)) {
            AiMessage asks = ptc.chat(request(List.of(question), count)).aiMessage();
            ToolExecutionResultMessage result =
                    ToolExecutionResultMessage.from(asks.toolExecutionRequests().get(0), "2");
            assertThatThrownBy(() -> ptc.chat(request(List.of(question, asks, result), count)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(
                            "1 of 2", asks.toolExecutionRequests().get(1).id(), "MessageWindowChatMemory: at least 10");
        }
    }

    private static ChatRequest request(List<ChatMessage> messages, ToolSpecification tool) {
        return ChatRequest.builder().messages(messages).toolSpecifications(tool).build();
    }

    static class Mail {

        @Tool("Sends a mail")
        void send(@ToolMemoryId String user, String text) {
            throw new IllegalStateException("Nobody to send to");
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAtBuild() {
        ScriptedChatModel model = ScriptedChatModel.builder().build();
        PtcChatModel decorated = PtcChatModel.wrap(model, sandbox);
        assertThatThrownBy(() -> PtcAiServices.builder(Assistant.class, sandbox).chatModel(decorated))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PtcChatModel.builder().model(model).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No sandbox");
        assertThatThrownBy(() -> PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(new Mail())
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("send");
        assertThatThrownBy(() -> Limits.builder().sessions(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sessions");
    }

    // What never runs twice

    @Test
    void aModelThatFailsAfterAProgramIsAskedAgain() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("count('A12')")
                        .failure(new IllegalStateException("overloaded"))
                        .expect(request -> assertThat(lastResults(request)).containsExactly("3"))
                        .answer("Three.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(stock)
                        .retryPause(Duration.ZERO)
                        .build()) {
            assertThat(ptc.chat("How many A12 are there?")).isEqualTo("Three.");
        }
        assertThat(stock.calls).hasValue(1);
    }

    interface Assistant {

        String chat(String question);
    }

    @Test
    void aServiceWithTheCodeToolAsksItsModelAgainToo() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("count('A12')")
                        .failure(new IllegalStateException("overloaded"))
                        .answer("Three.")
                        .build();
                CodeExecution code = CodeExecution.builder()
                        .sandbox(sandbox)
                        .retryPause(Duration.ZERO)
                        .build()) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, code)
                    .chatModel(model)
                    .tools(stock)
                    .build();
            assertThat(assistant.chat("How many A12 are there?")).isEqualTo("Three.");
        }
        assertThat(stock.calls).hasValue(1);
    }

    @Test
    void aFailureBeforeAnyProgramIsTheCallersAtOnce() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .failure(new IllegalStateException("overloaded"))
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(stock)
                        .build()) {
            assertThatThrownBy(() -> ptc.chat("Go")).hasMessage("overloaded");
        }
    }
}
