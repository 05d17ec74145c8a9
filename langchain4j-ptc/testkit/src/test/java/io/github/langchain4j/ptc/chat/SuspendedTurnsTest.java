package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.chat.LoopFixture.code;
import static io.github.langchain4j.ptc.chat.LoopFixture.weather;
import static io.github.langchain4j.ptc.chat.LoopFixture.withWeather;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.Programs;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.program.RunningProgram;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Turns that wait for callers, with programs that are only played: each calls "weather" once and returns the result,
 * except for "quiet". */
class SuspendedTurnsTest {

    private static final UserMessage QUESTION = UserMessage.from("How is it?");

    /** Counts what is open. */
    private static final class Calling implements Programs {

        final Set<Object> open = ConcurrentHashMap.newKeySet();
        final AtomicInteger started = new AtomicInteger();
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();

        @Override
        public Session open() {
            Session session = new Session() {

                private final List<Runnable> tasks = new ArrayList<>();

                @Override
                public Run start(String code, ToolCatalog tools, ToolInvoker invoker) {
                    started.incrementAndGet();
                    running.incrementAndGet();
                    return new Calls(code, tools);
                }

                @Override
                public void whenEnded(Runnable task) {
                    boolean ended;
                    synchronized (tasks) {
                        tasks.add(task);
                        ended = !isAlive();
                    }
                    if (ended) {
                        task.run();
                    }
                }

                @Override
                public boolean isAlive() {
                    return open.contains(this);
                }

                @Override
                public void close() {
                    boolean now;
                    List<Runnable> ending;
                    synchronized (tasks) {
                        now = open.remove(this);
                        ending = List.copyOf(tasks);
                    }
                    if (now) {
                        ending.forEach(Runnable::run); // on this thread: the worst case for locks
                    }
                }
            };
            open.add(session);
            return session;
        }

        private final class Calls implements Programs.Run {

            private final String code;
            private final OutgoingCall call;
            private String answer;
            private boolean over;

            Calls(String code, ToolCatalog tools) {
                this.code = code;
                ToolExecutionRequest request = LoopFixture.request(null, "weather", "{\"city\":\"Rome\"}");
                this.call = new OutgoingCall(
                        new CallId(1, 1), tools.named("weather").orElseThrow(), request);
            }

            private void end() {
                if (!over) {
                    over = true;
                    running.decrementAndGet();
                }
            }

            @Override
            public RunningProgram.Progress advance() {
                if (answer == null && !over && !code.equals("quiet")) {
                    return new RunningProgram.Waiting(List.of(call));
                }
                end();
                return new RunningProgram.Ended(FakePrograms.printed(code, code + " " + answer));
            }

            @Override
            public boolean answer(OutgoingCall call, ToolExecutionResult result) {
                answered.incrementAndGet();
                answer = result.resultText();
                return true;
            }

            @Override
            public boolean refuse(OutgoingCall call, String type, String message) {
                answer = type;
                return true;
            }

            @Override
            public void suspend(Duration expires) {}

            @Override
            public void cancel(CancelReason why) {
                end();
            }
        }
    }

    private final Calling programs = new Calling();

    private ChatLoop loop(ChatSettings.Builder settings) {
        return new ChatLoop(ToolCatalog.builder().build(), "", programs, settings.build());
    }

    /** Writes a program named after the question, and answers with its result. */
    private static final ChatModel MODEL = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            ChatMessage last = request.messages().get(request.messages().size() - 1);
            AiMessage answer = last instanceof ToolExecutionResultMessage result
                    ? AiMessage.from(result.text())
                    : AiMessage.from(code("c1", ((UserMessage) last).singleText()));
            return ChatResponse.builder().aiMessage(answer).build();
        }
    };

    private static AiMessage ask(ChatLoop loop, List<ChatMessage> messages) {
        return loop.chat(Model.of(MODEL), withWeather(messages), ChatRequestOptions.EMPTY)
                .aiMessage();
    }

    private static List<ChatMessage> answered(List<ChatMessage> question, AiMessage asked, String result) {
        List<ChatMessage> messages = new ArrayList<>(question);
        messages.add(asked);
        asked.toolExecutionRequests()
                .forEach(request -> messages.add(ToolExecutionResultMessage.from(request, result)));
        return messages;
    }

    @ParameterizedTest
    @EnumSource(SessionScope.class)
    void tenThousandAbandonedTurnsLeaveNothing(SessionScope scope) {
        List<WeakReference<AiMessage>> answers = new ArrayList<>();
        ChatLoop loop = loop(ChatSettings.builder().sessionScope(scope).maxSuspended(10));
        int threads = Thread.activeCount();
        for (int i = 0; i < 10_000; i++) {
            answers.add(new WeakReference<>(ask(loop, List.of(UserMessage.from("p" + i)))));
        }
        assertThat(loop.suspended()).isEqualTo(10);
        assertThat(programs.running).hasValue(10);
        assertThat(programs.open).hasSize(10);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 5);
        for (int i = 0; i < 20 && living(answers) > 10; i++) {
            System.gc();
        }
        assertThat(living(answers)).isLessThanOrEqualTo(10);
        loop.close();
        assertThat(loop.suspended()).isZero();
        assertThat(programs.running).hasValue(0);
        assertThat(programs.open).isEmpty();
    }

    private static long living(List<WeakReference<AiMessage>> answers) {
        return answers.stream().filter(answer -> answer.get() != null).count();
    }

    @Test
    void turnsThatAreOverAreBoundedToo() {
        List<WeakReference<AiMessage>> answers = new ArrayList<>();
        ChatLoop loop = loop(ChatSettings.builder().maxSuspended(1));
        for (int i = 0; i < 1_000; i++) {
            List<ChatMessage> question = List.of(UserMessage.from("p" + i));
            AiMessage asked = ask(loop, question);
            answers.add(new WeakReference<>(asked));
            assertThat(ask(loop, answered(question, asked, "rain")).text()).isEqualTo("p" + i + " rain");
        }
        assertThat(loop.suspended()).isZero();
        assertThat(programs.open).isEmpty();
        for (int i = 0; i < 20 && living(answers) > 4; i++) {
            System.gc();
        }
        assertThat(living(answers)).isLessThanOrEqualTo(4);
        loop.close();
    }

    @ParameterizedTest
    @EnumSource(SessionScope.class)
    void twoHundredConversationsAtOnceGetTheirOwnResults(SessionScope scope) throws Exception {
        ChatLoop loop = loop(ChatSettings.builder().sessionScope(scope).maxSuspended(200));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<?>> conversations = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = "p" + i;
            conversations.add(threads.submit(() -> {
                List<ChatMessage> messages = new ArrayList<>();
                for (int turn = 0; turn < 5; turn++) {
                    messages.add(UserMessage.from(name + turn));
                    AiMessage asked = ask(loop, messages);
                    messages = answered(messages, asked, "rain on " + name);
                    AiMessage answer = ask(loop, messages);
                    assertThat(answer.text()).isEqualTo(name + turn + " rain on " + name);
                    messages.add(answer);
                }
            }));
        }
        for (Future<?> conversation : conversations) {
            conversation.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(loop.suspended()).isZero();
        assertThat(programs.answered).hasValue(1_000);
        assertThat(programs.running).hasValue(0);
        loop.close();
        assertThat(programs.open).isEmpty();
    }

    @Test
    void closingWhileCallersComeBackEndsEverything() throws Exception {
        ChatLoop loop = loop(ChatSettings.builder().maxSuspended(200));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> conversations = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<ChatMessage> question = List.of(UserMessage.from("p" + i));
            conversations.add(threads.submit(() -> {
                AiMessage asked = ask(loop, question);
                try {
                    ask(loop, answered(question, asked, "rain"));
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("closed");
                }
            }));
        }
        loop.close();
        for (Future<?> conversation : conversations) {
            conversation.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(loop.suspended()).isZero();
        assertThat(programs.running).hasValue(0);
        assertThat(programs.open).isEmpty();
    }

    @Test
    void aSessionThatEndsByItselfEndsItsTurn() {
        ChatLoop loop = loop(ChatSettings.builder().sessionScope(SessionScope.CONVERSATION));
        List<ChatMessage> question = List.of(QUESTION);
        AiMessage asked = ask(loop, question);
        ((Programs.Session) programs.open.iterator().next()).close();
        assertThat(loop.suspended()).isZero();
        assertThat(programs.running).hasValue(0);
        assertThat(ask(loop, answered(question, asked, "rain")).text()).contains("not known");
        assertThat(programs.answered).hasValue(0);
        loop.close();
    }

    @Test
    void marksThatAreForgedOnAMessageThatWaitsDoNotReachAnotherTurn() {
        ChatLoop loop = loop(ChatSettings.builder().sessionScope(SessionScope.CONVERSATION));
        List<ChatMessage> question = List.of(QUESTION);
        AiMessage mine = ask(loop, question);
        AiMessage theirs = ask(loop, question);
        AiMessage forged = mine.toBuilder().attributes(theirs.attributes()).build();
        assertThatThrownBy(() -> ask(loop, answered(question, forged, "rain")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another conversation");
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        for (Object strange : List.of("x", endless, Map.of("version", 1), List.of("y".repeat(8 << 20)))) {
            AiMessage odd = mine.toBuilder().attributes(Map.of("ptc", strange)).build();
            assertThat(loop.suspended()).isEqualTo(2);
            List<ChatMessage> partly = new ArrayList<>(question);
            partly.add(odd);
            partly.add(ToolExecutionResultMessage.from(
                    mine.toolExecutionRequests().get(0).id() + "0", "weather", "rain"));
            assertThatThrownBy(() -> ask(loop, partly)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ask(loop, answered(question, mine, "rain")).text()).isEqualTo("How is it? rain");
        assertThat(ask(loop, answered(question, theirs, "sun")).text()).isEqualTo("How is it? sun");
        loop.close();
    }

    @Test
    void aResponseWithRequestsForTheCallerAfterAnotherProgramIsGivenAgainAsItWas() {
        AtomicInteger asked = new AtomicInteger();
        ChatModel mixing = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                AiMessage answer = asked.incrementAndGet() == 1
                        ? AiMessage.from(code("c1", "one"))
                        : AiMessage.from(code("c2", "quiet"), LoopFixture.request("d1", "tell", "{}"));
                return ChatResponse.builder().aiMessage(answer).build();
            }
        };
        ToolSpecification direct = ToolSpecification.builder()
                .name("tell")
                .metadata(Map.of("allowed_callers", List.of("direct")))
                .build();
        try (ChatLoop loop = loop(ChatSettings.builder())) {
            UnaryOperator<List<ChatMessage>> send = messages -> {
                ChatRequest request = ChatRequest.builder()
                        .messages(messages)
                        .toolSpecifications(weather(), direct)
                        .build();
                return List.of(loop.chat(Model.of(mixing), request, ChatRequestOptions.EMPTY)
                        .aiMessage());
            };
            List<ChatMessage> question = List.of(QUESTION);
            AiMessage paused = (AiMessage) send.apply(question).get(0);
            List<ChatMessage> results = answered(question, paused, "rain");
            List<ChatMessage> first = send.apply(results);
            assertThat(((AiMessage) first.get(0)).toolExecutionRequests())
                    .extracting(ToolExecutionRequest::id)
                    .containsExactly("d1");
            assertThat(send.apply(results)).isEqualTo(first);
        }
        assertThat(asked).hasValue(2);
        assertThat(programs.started).hasValue(2);
    }
}
