package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.weather;
import static io.github.langchain4j.ptc.chat.LoopFixture.withWeather;
import static io.github.langchain4j.ptc.chat.StreamingFixture.QUESTION;
import static io.github.langchain4j.ptc.chat.StreamingFixture.ask;
import static io.github.langchain4j.ptc.chat.StreamingFixture.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Streaming models of all kinds, well and badly behaved. */
class StreamingDelegateTest {

    private final FakePrograms programs = FakePrograms.printing();

    private static ChatResponse response(AiMessage message) {
        return ChatResponse.builder().aiMessage(message).build();
    }

    @Test
    void aModelThatCallsBackOnTheThreadThatAsks() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .callbacksOn(Runnable::run)
                .program("one")
                .answer("Ann.")
                .build()) {
            assertThat(ask(streaming(script, programs)).response().aiMessage().text())
                    .isEqualTo("Ann.");
        }
        assertThat(programs.codes()).containsExactly("one");
    }

    @Test
    void aModelThatBeginsOnTheThreadThatAsksAndGoesOnOnAnother() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> {
                    handler.onPartialResponse("An");
                    new Thread(() -> {
                                handler.onPartialResponse("n.");
                                handler.onCompleteResponse(response(AiMessage.from("Ann.")));
                            })
                            .start();
                })
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            recorder.response();
            assertThat(recorder.events()).containsExactly("text An", "text n.", "response Ann.");
        }
    }

    @Test
    void aModelThatGivesOnlyWholeToolCallsAndResponses() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .partials(false)
                .program("one")
                .message(AiMessage.from(code("c2", "two"), weather("w1")))
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs), withWeather(QUESTION.messages()));
            recorder.response();
            assertThat(recorder.events()).containsExactly("called 1 weather w1", "response null");
        }
        assertThat(programs.codes()).containsExactly("one", "two");
    }

    @Test
    void whatComesAfterTheEndOfAResponseIsIgnored() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> {
                    handler.onCompleteResponse(response(AiMessage.from(code("c1", "one"))));
                    handler.onError(new IllegalStateException("too late"));
                    handler.onCompleteResponse(response(AiMessage.from("Eve.")));
                    handler.onPartialResponse("Eve.");
                    throw new IllegalStateException("too late, too");
                })
                .answer("Ann.")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            recorder.response();
            assertThat(recorder.events()).containsExactly("text+ Ann.", "response Ann.");
        }
        assertThat(programs.codes()).containsExactly("one");
    }

    @Test
    void aModelThatCompletesWithoutAResponseHasFailed() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> handler.onCompleteResponse(null))
                .build()) {
            assertThat(ask(streaming(script, programs)).error())
                    .isInstanceOf(LangChain4jException.class)
                    .hasMessageContaining("without a response");
        }
    }

    @Test
    void aModelThatFailsWithoutAReasonHasFailed() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> handler.onError(null))
                .build()) {
            assertThat(ask(streaming(script, programs)).error()).isInstanceOf(LangChain4jException.class);
        }
    }

    @Test
    void aModelFromBeforeThereWereOptions() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        StreamingChatModel old = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onCompleteResponse(response(
                        asked.incrementAndGet() == 1 ? AiMessage.from(code("c1", "one")) : AiMessage.from("Ann.")));
            }
        };
        assertThat(ask(streaming(old, programs)).response().aiMessage().text()).isEqualTo("Ann.");
    }

    @Test
    void optionsReachTheModelInEachCall() throws Exception {
        ChatRequestOptions options = ChatRequestOptions.builder()
                .listenerAttributes(Map.of("key", "value"))
                .build();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("one")
                .answer("Ann.")
                .build()) {
            StreamRecorder recorder = new StreamRecorder();
            streaming(script, programs).chat(QUESTION, options, recorder);
            recorder.response();
            assertThat(script.options()).containsExactly(options, options);
        }
    }
}
