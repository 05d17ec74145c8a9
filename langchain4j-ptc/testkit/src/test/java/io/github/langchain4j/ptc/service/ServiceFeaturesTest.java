package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.guardrail.config.OutputGuardrailsConfig;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.service.ModerationException;
import dev.langchain4j.service.Result;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What else a service does, which goes on as without programs. */
@RequiresPython
@Timeout(60)
class ServiceFeaturesTest extends ServiceFixture {

    interface Moderated {

        @Moderate
        String chat(String question);
    }

    record Debtor(String name, int owes) {}

    interface Clerk {

        Debtor find(String question);
    }

    interface Plain {

        String chat(String question);
    }

    private final List<String> calls = new CopyOnWriteArrayList<>();

    final class Debts {

        @Tool("What a person owes")
        int owed(String person) {
            calls.add(person);
            return person.length() * 100;
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.MODERATION,
            says = "yes, unless the service streams: no program runs before the verdict")
    void noProgramRunsWhenTheQuestionIsFlagged() {
        ModerationModel flagging = new ModerationModel() {
            @Override
            public ModerationResponse doModerate(ModerationRequest request) {
                return ModerationResponse.builder()
                        .moderation(Moderation.flagged("bad"))
                        .build();
            }
        };
        try (ScriptedChatModel script =
                ScriptedChatModel.builder().program("owed('Ann')").build()) {
            Moderated moderated =
                    service(Moderated.class, script).moderationModel(flagging).build();
            assertThatThrownBy(() -> moderated.chat("What?")).isInstanceOf(ModerationException.class);
        }
        assertThat(calls).isEmpty();
    }

    @Test
    @Cell(face = CODE_TOOL, feature = Feature.STRUCTURED_OUTPUTS, says = "yes")
    void answersAreRecordsWithTheModelsOwnFormat() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .expect(request -> assertThat(request.responseFormat().type()).isEqualTo(ResponseFormatType.JSON))
                .program("owed('Ann')")
                .expect(request -> assertThat(request.responseFormat().type()).isEqualTo(ResponseFormatType.JSON))
                .answer("{\"name\": \"Ann\", \"owes\": 300}")
                .build()) {
            assertThat(service(Clerk.class, script).build().find("Who?")).isEqualTo(new Debtor("Ann", 300));
        }
    }

    @Test
    @Cell(face = CODE_TOOL, feature = Feature.STRUCTURED_OUTPUTS, says = "yes")
    void answersAreRecordsWithInstructionsToo() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("owed('Ann')")
                .answer("{\"name\": \"Ann\", \"owes\": 300}")
                .build()) {
            assertThat(service(Clerk.class, script).build().find("Who?")).isEqualTo(new Debtor("Ann", 300));
        }
    }

    @Test
    void aResultSumsTheTokensOfAllModelCalls() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .usage(new TokenUsage(10, 1))
                .program("owed('Ann')")
                .program("owed('Bob')")
                .answer("300 each.")
                .build()) {
            Result<String> result = service(Assistant.class, script).build().chat("What?");
            assertThat(result.tokenUsage()).isEqualTo(new TokenUsage(30, 3, 33));
            assertThat(result.intermediateResponses()).hasSize(2);
        }
    }

    @Test
    @Cell(face = CODE_TOOL, feature = Feature.GUARDRAILS, says = "yes; a retry or reprompt runs no program again")
    void aGuardrailThatWantsTheQuestionOrTheAnswerAgainRunsNoProgramAgain() {
        AtomicInteger looks = new AtomicInteger();
        OutputGuardrail picky = new OutputGuardrail() {
            @Override
            public OutputGuardrailResult validate(AiMessage answer) {
                return switch (looks.getAndIncrement()) {
                    case 0 -> retry("again");
                    case 1 -> reprompt("too short", "Say more.");
                    default -> success();
                };
            }
        };
        InputGuardrail polite = new InputGuardrail() {
            @Override
            public InputGuardrailResult validate(dev.langchain4j.data.message.UserMessage question) {
                return successWith(question.singleText() + " Please.");
            }
        };
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .expect(request -> assertThat(request.messages().toString()).contains("What? Please."))
                .program("owed('Ann')")
                .answer("300.")
                .answer("300!")
                .answer("It is 300.")
                .build()) {
            assertThat(service(Plain.class, script)
                            .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                            .inputGuardrails(polite)
                            .outputGuardrails(picky)
                            .outputGuardrailsConfig(OutputGuardrailsConfig.builder()
                                    .maxRetries(3)
                                    .build())
                            .build()
                            .chat("What?"))
                    .isEqualTo("It is 300.");
        }
        assertThat(calls).containsExactly("Ann");
    }

    @Test
    void retrievedContentStaysOutOfTheMemoryAndInTheRequests() {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("owed('Ann')")
                .expect(request ->
                        assertThat(request.messages().get(0).toString()).contains("Ann is a customer"))
                .expect(request -> assertThat(lastResults(request)).containsExactly("300"))
                .answer("300.")
                .build()) {
            service(Plain.class, script)
                    .chatMemory(memory)
                    .contentRetriever(query -> List.of(Content.from("Ann is a customer")))
                    .storeRetrievedContentInChatMemory(false)
                    .build()
                    .chat("What?");
        }
        assertThat(memory.messages().get(0).toString()).doesNotContain("customer");
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.ROUNDS,
            says = "each response with programs is one, however many tools these call")
    void eachProgramIsARoundOfTheService() {
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                .program("owed('Ann')")
                .program("owed('Bob')")
                .build()) {
            Plain plain = service(Plain.class, script)
                    .maxSequentialToolsInvocations(1)
                    .build();
            assertThatThrownBy(() -> plain.chat("What?")).hasMessageContaining("exceeded 1");
        }
        assertThat(calls).containsExactly("Ann");
        awaitNoSessions(code);
    }

    @Test
    void toolsAreNotCalledAgainWhenAFailedModelCallIsRepeated() {
        for (int failing = 0; failing < 3; failing++) {
            calls.clear();
            AtomicInteger requests = new AtomicInteger();
            int failure = failing;
            try (ScriptedChatModel script = ScriptedChatModel.builder()
                    .program("owed('Ann')")
                    .program("owed('Bob')")
                    .answer("300 each.")
                    .build()) {
                ChatModel flaky = new ChatModel() {
                    @Override
                    public ChatResponse chat(ChatRequest request) {
                        if (requests.getAndIncrement() == failure) {
                            throw new IllegalStateException("model down");
                        }
                        return script.chat(request);
                    }
                };
                ChatModel retried = new ChatModel() {
                    @Override
                    public ChatResponse chat(ChatRequest request) {
                        try {
                            return flaky.chat(request);
                        } catch (IllegalStateException e) {
                            return flaky.chat(request);
                        }
                    }
                };
                assertThat(service(Plain.class, retried).build().chat("What?")).isEqualTo("300 each.");
            }
            assertThat(calls).containsExactly("Ann", "Bob");
        }
        awaitNoSessions(code);
    }

    @Test
    void aWindowThatDroppedTheQuestionStillHoldsTheLastProgram() {
        ScriptedChatModel.Builder script = ScriptedChatModel.builder();
        for (int i = 0; i < 8; i++) {
            script.program("x = globals().get('x', 0) + owed('A'); x");
        }
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        try (ScriptedChatModel model = script.expect(
                        request -> assertThat(lastResults(request)).containsExactly("800"))
                .answer("800.")
                .build()) {
            assertThat(service(Plain.class, model).chatMemory(memory).build().chat("What?"))
                    .isEqualTo("800.");
        }
        assertThat(memory.messages()).extracting(ChatMessage::type).hasSizeLessThanOrEqualTo(10);
    }

    private <T> AiServices<T> service(Class<T> type, ChatModel model) {
        return PtcAiServices.builder(type, code).chatModel(model).tools(new Debts());
    }
}
