package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page docs/guide/faces.md. */
@RequiresPython
@Timeout(60)
class FacesGuideTest extends PageFixture {

    private static final String PROGRAM = "sum(o['cents'] for o in await findOrders('Bob'))";

    interface Assistant {

        String chat(@MemoryId String user, @UserMessage String question);
    }

    private static ScriptedChatModel script(String result) {
        return ScriptedChatModel.builder()
                .program(PROGRAM)
                .expect(request -> assertThat(lastResults(request)).containsExactly(result))
                .answer("75.00")
                .build();
    }

    static Assistant service(ChatModel model, CodeExecution code) {
        return PtcAiServices.builder(Assistant.class, code) // instead of AiServices.builder(Assistant.class)
                .chatModel(model)
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
                .tools(new Orders())
                .build();
    }

    @Test
    void theCodeToolInAService() {
        try (ScriptedChatModel model = script("7500");
                CodeExecution code = CodeExecution.of(sandbox)) {
            assertThat(service(model, code).chat("ann", "What did Bob order?")).isEqualTo("75.00");
        }
    }

    static PtcChatModel withTools(ChatModel model, Sandbox sandbox) {
        return PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(new Orders())
                .build();
    }

    @Test
    void aModelWithTools() {
        try (ScriptedChatModel model = script("7500");
                PtcChatModel ptc = withTools(model, sandbox)) {
            assertThat(ptc.chat("What did Bob order?")).isEqualTo("75.00");
        }
    }

    static Assistant unchanged(PtcChatModel ptc) {
        return AiServices.builder(Assistant.class)
                .chatModel(ptc) // PtcChatModel.wrap(model, sandbox) instead of model
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
                .tools(new Orders())
                .build();
    }

    @Test
    void aWrappedModel() {
        try (ScriptedChatModel model = script("7500");
                PtcChatModel ptc = PtcChatModel.wrap(model, sandbox)) {
            assertThat(unchanged(ptc).chat("ann", "What did Bob order?")).isEqualTo("75.00");
        }
    }

    static PtcChatModel described(ChatModel model, Sandbox sandbox) {
        return PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .describe(Orders.class)
                .build();
    }

    @Test
    void aWrappedModelThatKnowsTheTypes() {
        try (ScriptedChatModel model = script("7500");
                PtcChatModel ptc = described(model, sandbox)) {
            assertThat(unchanged(ptc).chat("ann", "What did Bob order?")).isEqualTo("75.00");
            assertThat(model.requests().get(0).toolSpecifications().get(0).description())
                    .contains("-> list[Order]");
        }
        try (ScriptedChatModel model = script("7500");
                PtcChatModel ptc = PtcChatModel.wrap(model, sandbox)) {
            unchanged(ptc).chat("ann", "What did Bob order?");
            assertThat(model.requests().get(0).toolSpecifications().get(0).description())
                    .contains("-> Any")
                    .doesNotContain("Order]");
        }
    }

    interface StreamingAssistant {

        TokenStream chat(String question);
    }

    static PtcStreamingChatModel streaming(StreamingChatModel model, Sandbox sandbox) {
        return PtcStreamingChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(new Orders())
                .build();
    }

    static void answer(PtcStreamingChatModel ptc, Consumer<String> page, Runnable done) {
        AiServices.create(StreamingAssistant.class, ptc)
                .chat("What did Bob order?")
                .onPartialResponse(page)
                .onCompleteResponse(response -> done.run())
                .onError(error -> done.run())
                .start();
    }

    @Test
    void aStreamingModel() throws Exception {
        List<String> page = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        try (ScriptedStreamingChatModel model = ScriptedStreamingChatModel.builder()
                        .program(PROGRAM)
                        .answer("75.00")
                        .build();
                PtcStreamingChatModel ptc = streaming(model, sandbox)) {
            answer(ptc, page::add, () -> done.complete(null));
            done.get(30, TimeUnit.SECONDS);
        }
        assertThat(String.join("", page)).isEqualTo("75.00");
    }

    static PtcChatModel withoutToolCalling(ChatModel model, Sandbox sandbox) {
        return PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(new Orders())
                .toolCalling(ToolCalling.FENCED)
                .build();
    }

    @Test
    void aModelWithoutToolCalling() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .answer("```python\n" + PROGRAM + "\n```")
                        .expect(request ->
                                assertThat(request.toolSpecifications()).isNullOrEmpty())
                        .expect(request ->
                                assertThat(request.messages().toString()).contains("7500"))
                        .answer("75.00")
                        .build();
                PtcChatModel ptc = withoutToolCalling(model, sandbox)) {
            assertThat(ptc.chat("What did Bob order?")).isEqualTo("75.00");
        }
    }

    static String run(Sandbox sandbox, String program) throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .build();
                ProgramSession session = runner.open()) {
            return session.run(program).output();
        }
    }

    @Test
    void aProgramWithoutAModel() throws InterruptedException {
        assertThat(run(sandbox, "print(len(customers()))")).isEqualTo("3\n");
    }
}
