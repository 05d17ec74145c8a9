package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScriptedStreamingChatModelTest {

    /** Writes down what comes. */
    private static class Log implements StreamingChatResponseHandler {

        final List<String> events = new CopyOnWriteArrayList<>();
        final CountDownLatch over = new CountDownLatch(1);
        volatile StreamingHandle handle;

        @Override
        public void onPartialResponse(String text) {
            events.add("text " + text);
        }

        @Override
        public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
            handle = context.streamingHandle();
            events.add("text+ " + text.text());
        }

        @Override
        public void onPartialThinking(PartialThinking thinking) {
            events.add("thinking " + thinking.text());
        }

        @Override
        public void onPartialToolCall(PartialToolCall call) {
            events.add("call " + call.index() + " " + call.name() + " " + call.partialArguments());
        }

        @Override
        public void onCompleteToolCall(CompleteToolCall call) {
            events.add("called " + call.index());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            events.add("response");
            over.countDown();
        }

        @Override
        public void onError(Throwable error) {
            events.add("error " + error.getMessage());
            over.countDown();
        }
    }

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Go")).build();

    private final Log log = new Log();

    @Test
    void streamsThinkingTextAndToolCallsInChunks() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .chunk(10)
                .message(AiMessage.builder()
                        .thinking("First, this")
                        .text("Hello, world")
                        .build())
                .contexts(false)
                .chunk(8)
                .program("x", "y")
                .build()) {
            script.chat(REQUEST, log);
            log.over.await();
            script.chat(REQUEST, log);
        }
        assertThat(log.events)
                .containsExactly(
                        "thinking First, thi",
                        "thinking s",
                        "text+ Hello, wor",
                        "text+ ld",
                        "response",
                        "call 0 execute_python {\"code\":",
                        "call 0 execute_python \"x\"}",
                        "called 0",
                        "call 1 execute_python {\"code\":",
                        "call 1 execute_python \"y\"}",
                        "called 1",
                        "response");
    }

    @Test
    void aProviderWithoutPartialCallbacks() {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .partials(false)
                .callbacksOn(Runnable::run)
                .program("x")
                .answer("Hello")
                .build()) {
            script.chat(REQUEST, log);
            script.chat(REQUEST, log);
            assertThat(log.events).containsExactly("called 0", "response", "response");
        }
    }

    @Test
    void failsWhereItShall() {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .failAfter(1, new IllegalStateException("cable cut"))
                .chunk(3)
                .answer("Hello")
                .build()) {
            script.chat(REQUEST, log);
        }
        assertThat(log.events).containsExactly("text+ Hel", "error cable cut");
    }

    @Test
    void stopsWhereItShallUntilItIsReleased() throws Exception {
        Hold hold = new Hold();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .holdAfter(1, hold)
                .chunk(3)
                .answer("Hello")
                .build()) {
            script.chat(REQUEST, log);
            hold.awaitReached();
            assertThat(log.events).containsExactly("text+ Hel");
            hold.release();
            log.over.await();
        }
        assertThat(log.events).containsExactly("text+ Hel", "text+ lo", "response");
    }

    @Test
    void nothingComesAfterACancellation() throws Exception {
        Hold hold = new Hold();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .holdAfter(1, hold)
                .chunk(3)
                .answer("Hello")
                .build()) {
            script.chat(REQUEST, log);
            hold.awaitReached();
            log.handle.cancel();
            assertThat(script.cancellations()).isEqualTo(1);
        }
        assertThat(log.events).containsExactly("text+ Hel");
    }

    @Test
    void closingEndsStreamsThatAreHeld() throws Exception {
        Hold hold = new Hold();
        ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .holdAfter(0, hold)
                .answer("Hello")
                .build();
        script.chat(REQUEST, log);
        hold.awaitReached();
        script.close();
        assertThat(log.events).isEmpty();
    }

    @Test
    void aSceneCanPlayWhatNoRealModelDoes() {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> {
                    handler.onPartialResponse("a");
                    throw new IllegalStateException("thrown");
                })
                .build()) {
            assertThatThrownBy(() -> script.chat(REQUEST, log)).hasMessage("thrown");
            assertThat(log.events).containsExactly("text a");
        }
    }

    @Test
    void aFailingHandlerIsToldAndTheStreamGoesOn() {
        Log failing = new Log() {
            @Override
            public void onPartialResponse(PartialResponse text, PartialResponseContext context) {
                throw new IllegalStateException("full");
            }
        };
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().answer("Hello").build()) {
            script.chat(REQUEST, failing);
        }
        assertThat(failing.events).containsExactly("error full", "response");
    }

    @Test
    void aRequestThatIsNotExpectedFailsTwice() {
        ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .callbacksOn(Runnable::run)
                .expect(request -> assertThat(request.messages()).hasSize(2))
                .answer("Hello")
                .build();
        script.chat(REQUEST, ChatRequestOptions.EMPTY, log);
        script.chat(REQUEST, log);
        assertThat(log.events).hasSize(2).allMatch(event -> event.startsWith("error"));
        assertThat(script.requests()).hasSize(2);
        assertThat(script.options()).hasSize(2);
        assertThatThrownBy(script::close).isInstanceOf(AssertionError.class).hasMessageContaining("2");
    }

    @Test
    void whatNoSceneFollowsIsAMistake() {
        assertThatThrownBy(() -> ScriptedStreamingChatModel.builder()
                        .answer("Hello")
                        .holdAfter(1, new Hold())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holdAfter");
    }
}
