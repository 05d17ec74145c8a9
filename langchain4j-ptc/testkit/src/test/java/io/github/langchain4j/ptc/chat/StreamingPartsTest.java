package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.request;
import static io.github.langchain4j.ptc.chat.LoopFixture.weather;
import static io.github.langchain4j.ptc.chat.LoopFixture.withWeather;
import static io.github.langchain4j.ptc.chat.StreamingFixture.QUESTION;
import static io.github.langchain4j.ptc.chat.StreamingFixture.ask;
import static io.github.langchain4j.ptc.chat.StreamingFixture.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What of the model's responses the caller's handler gets, and when. */
class StreamingPartsTest {

    private final FakePrograms programs = FakePrograms.printing();

    private static String joined(List<String> parts) {
        return String.join("", parts);
    }

    @Test
    void textAndThinkingComeInPartsOnTheModelsThread() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .chunk(4)
                .message(AiMessage.builder()
                        .thinking("A program helps")
                        .text("Let me look.")
                        .toolExecutionRequests(List.of(code("c1", "one")))
                        .build())
                .contexts(false)
                .message(AiMessage.builder().thinking("I see").text("Ann.").build())
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));

            assertThat(recorder.response().aiMessage().text()).isEqualTo("Ann.");
            assertThat(joined(recorder.texts("thinking+"))).isEqualTo("A program helps");
            assertThat(recorder.texts("text+")).containsExactly("Let ", "me l", "ook.");
            assertThat(joined(recorder.texts("thinking"))).isEqualTo("I see");
            assertThat(recorder.texts("text")).containsExactly("Ann.");
            assertThat(recorder.told().stream()
                            .filter(told -> told.what().startsWith("t"))
                            .map(told -> told.thread().getName()))
                    .allMatch(name -> name.startsWith("scripted-model-"));
        }
    }

    @Test
    void theProgramCanBeWatchedWhileItIsWritten() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("one")
                .contexts(false)
                .program("two")
                .answer("Ann.")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            recorder.response();

            assertThat(recorder.texts("call+"))
                    .containsExactly("0 execute_python {\"code\":", "0 execute_python \"one\"}");
            assertThat(recorder.texts("call"))
                    .containsExactly("1 execute_python {\"code\":", "1 execute_python \"two\"}");
            assertThat(recorder.texts("called")).isEmpty();
        }
        assertThat(programs.codes()).containsExactly("one", "two");
    }

    @Test
    void callsOfOtherToolsThatAreAnsweredHereAreNotSeen() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .message(AiMessage.from(
                        request("d1", "notify", "{\"person\":\"Ann\"}"),
                        request("u1", "no_such_tool", "{}"),
                        request("b1", "budget", "{\"team\":\"a\"}")))
                .answer("Told her.")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            recorder.response();

            assertThat(recorder.events()).containsExactly("text+ Told her", "text+ .", "response Told her.");
        }
    }

    @Test
    void callsOfTheCallersToolsPassAndAreCompleteJustBeforeTheResponse() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("one")
                .chunk(100)
                .message(AiMessage.builder()
                        .text("The weather?")
                        .toolExecutionRequests(List.of(weather("w1"), code("c2", "two"), weather("w2")))
                        .build())
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs), withWeather(QUESTION.messages()));

            ChatResponse response = recorder.response();
            assertThat(response.aiMessage().toolExecutionRequests())
                    .extracting(ToolExecutionRequest::id)
                    .containsExactly("w1", "w2");
            List<String> events = recorder.events();
            assertThat(events.subList(2, events.size()))
                    .containsExactly(
                            "text+ The weather?",
                            "call+ 1 weather {\"city\":\"Rome\"}",
                            "call+ 2 execute_python {\"code\":\"two\"}",
                            "call+ 3 weather {\"city\":\"Rome\"}",
                            "called 1 weather w1",
                            "called 3 weather w2",
                            "response The weather?");
        }
        assertThat(programs.codes()).containsExactly("one", "two");
    }

    @Test
    void requestsWithoutIdsAreEachCompleteOnce() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .partials(false)
                .message(AiMessage.from(weather(null), weather(null)))
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs), withWeather(QUESTION.messages()));
            recorder.response();

            assertThat(recorder.events())
                    .containsExactly("called 0 weather null", "called 1 weather null", "response null");
        }
    }

    @Test
    void aModelThatNeverSaysThatACallIsCompleteIsCompleted() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> handler.onCompleteResponse(ChatResponse.builder()
                        .aiMessage(AiMessage.from(code("c1", "one"), weather("w1")))
                        .build()))
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs), withWeather(QUESTION.messages()));
            recorder.response();

            assertThat(recorder.events()).containsExactly("called 1 weather w1", "response null");
        }
    }

    @Test
    void theResponseIsThatOfTheLoop() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .usage(new TokenUsage(10, 1))
                .program("one")
                .answer("Ann.")
                .build()) {
            ChatResponse response = ask(streaming(script, programs)).response();

            assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(20, 2, 22));
            assertThat(HiddenHistory.reveal(List.of(response.aiMessage()), call -> Optional.empty())
                            .messages())
                    .hasSize(3);
        }
    }

    @Test
    void programsAndTheEndAreNotOnTheModelsThread() throws Exception {
        List<Thread> ran = new CopyOnWriteArrayList<>();
        FakePrograms watched = new FakePrograms(code -> {
            ran.add(Thread.currentThread());
            return FakePrograms.printed(code, "");
        });
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("one")
                .answer("Ann.")
                .build()) {
            StreamRecorder recorder = ask(streaming(script, watched));
            recorder.response();

            Thread end = recorder.told().get(recorder.told().size() - 1).thread();
            assertThat(ran).containsExactly(end);
            assertThat(end.getName()).startsWith("ptc-stream-");
            assertThat(end.isDaemon()).isTrue();
        }
    }

    @Test
    void oneHandleServesTheWholeCall() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("one")
                .message(AiMessage.builder().thinking("Hm").text("Ann.").build())
                .build()) {
            StreamRecorder recorder = ask(streaming(script, programs));
            recorder.response();

            assertThat(recorder.handles())
                    .singleElement()
                    .satisfies(handle -> assertThat(handle.isCancelled()).isFalse());
        }
    }

    @Test
    void rawEventsPassWhereLangChain4jHasThem() throws Exception {
        Optional<Method> callback = Arrays.stream(StreamingChatResponseHandler.class.getMethods())
                .filter(method -> method.getName().equals("onUnmappedRawEvent"))
                .findFirst();
        boolean expected = System.getProperty("ptc.langchain4j.version").compareTo("1.17") >= 0;
        assertThat(callback.isPresent()).isEqualTo(expected);
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .scene((request, handler) -> {
                    callback.ifPresent(method -> invoke(method, handler, "searching"));
                    handler.onCompleteResponse(ChatResponse.builder()
                            .aiMessage(AiMessage.from("Ann."))
                            .build());
                })
                .build()) {
            StreamRecorder recorder = new StreamRecorder() {
                @SuppressWarnings("unused") // overrides a method of newer versions
                public void onUnmappedRawEvent(Object event) {
                    onPartialResponse("raw " + event);
                }
            };
            ask(streaming(script, programs), QUESTION, recorder);
            recorder.response();

            assertThat(recorder.texts("text")).isEqualTo(expected ? List.of("raw searching") : List.of());
        }
    }

    private static void invoke(Method callback, StreamingChatResponseHandler handler, Object event) {
        try {
            callback.invoke(handler, event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachRoundSeesItsOwnRequest() throws Exception {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .expect(request -> assertThat(request.messages()).hasSize(1))
                .program("one")
                .expect(request -> assertThat(request.messages()).hasSize(3))
                .answer("Ann.")
                .build()) {
            ask(streaming(script, programs)).response();

            assertThat(script.requests().stream().map(LoopFixture::toolNames).collect(Collectors.toSet()))
                    .containsExactly(List.of("notify", "execute_python"));
        }
    }
}
