package io.github.langchain4j.ptc.fenced;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's own client and a server that refuses whatever has to do with tools. */
@Timeout(60)
class WireTest extends FencedFixture {

    interface Assistant {

        @SystemMessage("Be brief.")
        Result<String> chat(String question);
    }

    interface StreamingAssistant {

        TokenStream chat(String question);
    }

    private ProviderWithoutTools provider;

    @BeforeEach
    void start() throws Exception {
        provider = new ProviderWithoutTools();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private ChatModel openAi() {
        return OpenAiChatModel.builder()
                .baseUrl(provider.url())
                .apiKey("none")
                .modelName("gemma")
                .maxRetries(0)
                .build();
    }

    private StreamingChatModel openAiStream() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(provider.url())
                .apiKey("none")
                .modelName("gemma")
                .build();
    }

    @ParameterizedTest
    @CsvSource({"FENCED,true,0", "FENCED,false,0", "AUTO,true,1", "AUTO,false,1"})
    void aServiceWithMemoryGetsItsAnswers(ToolCalling toolCalling, boolean throughCaller, int refusals) {
        provider.replies("I look.\n" + REPLY, "3,000.", REPLY, "Still 3,000.");
        PtcChatModel.Builder builder = model(openAi(), toolCalling);
        AiServices<Assistant> service = AiServices.builder(Assistant.class)
                .chatMemory(MessageWindowChatMemory.builder()
                        .maxMessages(20)
                        .chatMemoryStore(new JsonStore())
                        .build());
        if (throughCaller) {
            service.tools(new Office());
        } else {
            builder.tools(new Office());
        }
        try (PtcChatModel model = builder.build()) {
            Assistant assistant = service.chatModel(model).build();
            Result<String> first = assistant.chat("The budget?");
            assertThat(first.content()).isEqualTo("3,000.");
            assertThat(first.tokenUsage().totalTokenCount()).isEqualTo(22);
            assertThat(assistant.chat("And now?").content()).isEqualTo("Still 3,000.");
        }
        assertThat(provider.refused()).hasSize(refusals);
        assertThat(provider.accepted()).hasSize(4);
        assertThat(provider.accepted().get(3).path("messages")).hasSize(8);
        assertThat(provider.accepted().get(3).path("messages").toString()).contains("3000");
    }

    @ParameterizedTest
    @EnumSource(
            value = ToolCalling.class,
            names = {"FENCED", "AUTO"})
    void aStreamShowsNoPrograms(ToolCalling toolCalling) throws Exception {
        provider.replies("I look.\n" + REPLY, "3,000.");
        try (PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                .model(openAiStream())
                .sandbox(sandbox)
                .tools(new Office())
                .toolCalling(toolCalling)
                .build()) {
            StringBuffer page = new StringBuffer();
            CompletableFuture<String> answer = new CompletableFuture<>();
            AiServices.create(StreamingAssistant.class, model)
                    .chat("The budget?")
                    .onPartialResponse(page::append)
                    .onCompleteResponse(
                            response -> answer.complete(response.aiMessage().text()))
                    .onError(answer::completeExceptionally)
                    .start();
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("3,000.");
            assertThat(page).hasToString("I look.\n3,000.");
        }
    }
}
