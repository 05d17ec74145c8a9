package io.github.langchain4j.ptc.bedrock;

import static io.github.langchain4j.ptc.bedrock.Audit.PROGRAM;
import static io.github.langchain4j.ptc.bedrock.Script.answers;
import static io.github.langchain4j.ptc.bedrock.Script.program;
import static io.github.langchain4j.ptc.bedrock.Script.says;
import static io.github.langchain4j.ptc.bedrock.Script.signed;
import static io.github.langchain4j.ptc.bedrock.Script.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.testkit.converse.ConverseReply;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All ways in, in front of LangChain4j's models of Bedrock: with reasoning that must go back, text, and two programs in one
 * reply, then another question in the same conversation.
 */
class FacesTest {

    private static BedrockFixture bedrock;

    private final Audit audit = new Audit();

    interface Assistant {
        String ask(String question);
    }

    interface StreamingAssistant {
        TokenStream ask(String question);
    }

    @BeforeAll
    static void start() throws IOException {
        bedrock = new BedrockFixture();
    }

    @AfterAll
    static void end() {
        bedrock.close();
    }

    @AfterEach
    void theServiceRefusedNothing() {
        assertThat(bedrock.refusals()).isEmpty();
        assertThat(audit.runs()).as("programs that asked for the team").isEqualTo(1);
    }

    private static Script.Scene[] twoQuestions() {
        return new Script.Scene[] {
            says("tool_use", signed("Two steps."), text("One moment."), program("limit = 1"), program(PROGRAM)),
            answers(),
            says(
                    "tool_use",
                    signed("What is left?"),
                    program("try:\n    left = limit\nexcept NameError:\n    left = 'gone'\nleft")),
            call -> ConverseReply.answer("It is " + call.toolResults().get(0).strip())
        };
    }

    private static Assistant service(ChatModel model) {
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                .build();
    }

    private static StreamingAssistant service(StreamingChatModel model) {
        return AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(model)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                .build();
    }

    private static String read(TokenStream stream) {
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        stream.onPartialResponse(part -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        return end.orTimeout(60, TimeUnit.SECONDS).join().aiMessage().text();
    }

    @Test
    void aDecoratedModel() {
        bedrock.play(twoQuestions());
        try (PtcChatModel model =
                bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE), audit).build()) {
            Assistant assistant = service(model);
            assertThat(assistant.ask(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
            assertThat(assistant.ask("What was the limit?")).isEqualTo("It is gone");
        }
        assertThat(bedrock.calls().get(2).body().path("messages").toString())
                .as("the hidden steps of the first question, with their reasoning")
                .contains("Two steps.", "One moment.", "limit = 1", "\"signature\"");
    }

    @Test
    void aDecoratedModelWithVariablesThatLiveOn() {
        bedrock.play(twoQuestions());
        try (PtcChatModel model = bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE), audit)
                .sessionScope(SessionScope.CONVERSATION)
                .build()) {
            Assistant assistant = service(model);
            assertThat(assistant.ask(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
            assertThat(assistant.ask("What was the limit?")).isEqualTo("It is 1");
        }
    }

    @Test
    void aDecoratedStreamingModel() {
        bedrock.play(twoQuestions());
        try (PtcStreamingChatModel model = bedrock.ptc(bedrock.streamingModel(BedrockFixture.CLAUDE), audit)
                .sessionScope(SessionScope.CONVERSATION)
                .build()) {
            StreamingAssistant assistant = service(model);
            assertThat(read(assistant.ask(Audit.QUESTION))).isEqualTo(Audit.ANSWER);
            assertThat(read(assistant.ask("What was the limit?"))).isEqualTo("It is 1");
        }
    }

    @Test
    void throughTheCaller() {
        bedrock.play(twoQuestions());
        try (PtcChatModel model = PtcChatModel.builder()
                .model(bedrock.model(BedrockFixture.CLAUDE))
                .sandbox(bedrock.sandbox())
                .describe(Audit.class)
                .build()) {
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                    .tools(audit)
                    .executeToolsConcurrently(bedrock.threads())
                    .build();
            assertThat(assistant.ask(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
            assertThat(assistant.ask("What was the limit?")).isEqualTo("It is gone");
        }
        assertThat(bedrock.calls().get(2).body().toString())
                .as("calls of programs never reach the model")
                .doesNotContain("ptc_");
    }

    @Test
    void throughTheCallerOfAStream() {
        bedrock.play(twoQuestions());
        try (PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                .model(bedrock.streamingModel(BedrockFixture.CLAUDE))
                .sandbox(bedrock.sandbox())
                .describe(Audit.class)
                .build()) {
            StreamingAssistant assistant = AiServices.builder(StreamingAssistant.class)
                    .streamingChatModel(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                    .tools(audit)
                    .build();
            assertThat(read(assistant.ask(Audit.QUESTION))).isEqualTo(Audit.ANSWER);
            assertThat(read(assistant.ask("What was the limit?"))).isEqualTo("It is gone");
        }
    }

    @Test
    void theCodeToolOfAnAiService() {
        bedrock.play(twoQuestions());
        try (CodeExecution code = CodeExecution.of(bedrock.sandbox())) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, code)
                    .chatModel(bedrock.model(BedrockFixture.CLAUDE))
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                    .tools(audit)
                    .executeToolsConcurrently(bedrock.threads())
                    .build();
            assertThat(assistant.ask(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
            assertThat(assistant.ask("What was the limit?")).isEqualTo("It is 1");
        }
    }

    @Test
    void theCodeToolOfAStreamingAiService() {
        bedrock.play(twoQuestions());
        try (CodeExecution code = CodeExecution.of(bedrock.sandbox())) {
            StreamingAssistant assistant = PtcAiServices.builder(StreamingAssistant.class, code)
                    .streamingChatModel(bedrock.streamingModel(BedrockFixture.CLAUDE))
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                    .tools(audit)
                    .executeToolsConcurrently(bedrock.threads())
                    .build();
            assertThat(read(assistant.ask(Audit.QUESTION))).isEqualTo(Audit.ANSWER);
            assertThat(read(assistant.ask("What was the limit?"))).isEqualTo("It is 1");
        }
    }

    @Test
    void withoutOurClientASignedReasoningGoesBackIfItIsReturned() {
        bedrock.play(says("tool_use", signed("Two steps."), text("One moment."), program(PROGRAM)), answers());
        try (PtcChatModel model = bedrock.ptc(bedrock.model(BedrockFixture.CLAUDE, bedrock.client()), audit)
                .build()) {
            assertThat(model.chat(Audit.QUESTION)).isEqualTo(Audit.ANSWER);
        }
    }
}
