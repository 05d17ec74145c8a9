package io.github.langchain4j.ptc.fenced;

import static io.github.langchain4j.ptc.codetool.ToolCalling.AUTO;
import static io.github.langchain4j.ptc.codetool.ToolCalling.FENCED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Face;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.Hold;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs in streamed replies: the user sees what is said beside them, and never the programs. */
@Timeout(60)
class FencedStreamingTest extends FencedFixture {

    /** Collects text, which is all that matters here. */
    private static final class Page implements StreamingChatResponseHandler {

        private final StringBuffer text = new StringBuffer();
        private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        @Override
        public void onPartialResponse(String part) {
            text.append(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        String answer() throws Exception {
            return end.get(60, TimeUnit.SECONDS).aiMessage().text();
        }
    }

    private static PtcStreamingChatModel streaming(ScriptedStreamingChatModel script, ToolCalling toolCalling) {
        return PtcStreamingChatModel.builder()
                .model(script)
                .sandbox(sandbox)
                .tools(new Office())
                .toolCalling(toolCalling)
                .build();
    }

    private static Page ask(PtcStreamingChatModel model) {
        Page page = new Page();
        model.chat(ChatRequest.builder().messages(UserMessage.from("Go")).build(), page);
        return page;
    }

    @ParameterizedTest
    @Cell(
            face = Face.STREAMING,
            feature = Feature.WITHOUT_TOOL_CALLING,
            says = "with `toolCalling(FENCED)` or `AUTO`; programs in replies are held back from the handler")
    @CsvSource({"FENCED,1,true", "FENCED,7,false", "AUTO,1,false", "AUTO,5,true"})
    void programsAreNoTextForTheUser(ToolCalling toolCalling, int chunk, boolean contexts) throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .chunk(chunk)
                        .contexts(contexts)
                        .answer("I look.\n\n" + REPLY)
                        .expect(request -> assertThat(lastUserText(request)).contains("\n3000\n"))
                        .answer("It is `3,000`.")
                        .build();
                PtcStreamingChatModel model = streaming(script, toolCalling)) {
            Page page = ask(model);
            assertThat(page.answer()).isEqualTo("It is `3,000`.");
            assertThat(page.text).hasToString("I look.\n\nIt is `3,000`.");
        }
    }

    @ParameterizedTest
    @CsvSource({"FENCED,1", "AUTO,3"})
    void blocksThatAreNoProgramsAreText(ToolCalling toolCalling, int chunk) throws Exception {
        String answer = "So:\n```python\nprint(1)\n```\nor\n```json\n{\"name\": \"x\"}\n```\nand `more`.";
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .chunk(chunk)
                        .answer(answer)
                        .build();
                PtcStreamingChatModel model = streaming(script, toolCalling)) {
            Page page = ask(model);
            assertThat(page.answer()).isEqualTo(answer);
            assertThat(page.text).hasToString(answer);
        }
    }

    @Test
    void proseIsNotHeldBack() throws Exception {
        Hold hold = new Hold();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .chunk(5)
                        .holdAfter(2, hold)
                        .answer("Hello dear user")
                        .build();
                PtcStreamingChatModel model = streaming(script, FENCED)) {
            Page page = ask(model);
            hold.awaitReached();
            assertThat(page.text).hasToString("Hello dear");
            hold.release();
            assertThat(page.answer()).isEqualTo("Hello dear user");
        }
    }

    @Test
    void aProviderThatRefusesToolsIsAskedWithout() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .failAfter(
                                0,
                                new InvalidRequestException("This model doesn't support tool use in streaming mode."))
                        .answer("never")
                        .expect(FencedFixture::assertPlain)
                        .answer(REPLY)
                        .answer("3,000.")
                        .build();
                PtcStreamingChatModel model = streaming(script, AUTO)) {
            Page page = ask(model);
            assertThat(page.answer()).isEqualTo("3,000.");
            assertThat(page.text).hasToString("3,000.");
        }
    }
}
