package io.github.langchain4j.ptc.service;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.faces.Cell;
import io.github.langchain4j.ptc.faces.Feature;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services that stream. */
@RequiresPython
@Timeout(60)
class ServiceStreamingTest extends ServiceFixture {

    interface Streams {

        TokenStream chat(String question);
    }

    interface Chats {

        TokenStream chat(@MemoryId String id, @UserMessage String question);
    }

    private final List<String> calls = new CopyOnWriteArrayList<>();

    final class Notes {

        @Tool("Notes something")
        String note(String text) {
            calls.add(text);
            return text;
        }

        @Tool(value = "Sends something", metadata = DIRECT)
        String send(String text) {
            calls.add("sent " + text);
            return "sent " + text;
        }

        @Tool("Where it runs")
        String thread() {
            return Thread.currentThread().getName();
        }
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.STREAMING,
            says =
                    "yes, also the program as it is written; it runs when the response is complete, never on the thread of the provider")
    void textAndTheProgramAreStreamedAndTheProgramRunsOffTheProvidersThread() {
        List<String> programs = new CopyOnWriteArrayList<>();
        List<String> text = new CopyOnWriteArrayList<>();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("await thread()")
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .startsWith("ptc-stream"))
                .answer("Elsewhere, I say.")
                .build()) {
            CompletableFuture<ChatResponse> done = new CompletableFuture<>();
            service(script)
                    .build()
                    .chat("Where?")
                    .onPartialToolCall(call -> programs.add(call.partialArguments()))
                    .onPartialResponse(text::add)
                    .onCompleteResponse(done::complete)
                    .onError(done::completeExceptionally)
                    .start();
            assertThat(done.join().aiMessage().text()).isEqualTo("Elsewhere, I say.");
        }
        assertThat(String.join("", programs)).contains("await thread()");
        assertThat(String.join("", text)).isEqualTo("Elsewhere, I say.");
        awaitNoSessions(code);
    }

    @Test
    void theLastResponseComesOnTheThreadThatStreamedIt() {
        List<String> threads = new CopyOnWriteArrayList<>();
        ExecutorService provider = Executors.newSingleThreadExecutor(task -> new Thread(task, "provider"));
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .callbacksOn(provider)
                .program("note('a')")
                .answer("Done.")
                .build()) {
            CompletableFuture<ChatResponse> done = new CompletableFuture<>();
            service(script)
                    .build()
                    .chat("Go")
                    .onPartialResponse(
                            text -> threads.add(Thread.currentThread().getName()))
                    .onCompleteResponse(response -> {
                        threads.add(Thread.currentThread().getName());
                        done.complete(response);
                    })
                    .onError(done::completeExceptionally)
                    .start();
            done.join();
        } finally {
            provider.shutdown();
        }
        assertThat(threads).hasSizeGreaterThan(1).containsOnly("provider");
        awaitNoSessions(code);
    }

    @Test
    void aModelThatCallsBackOnTheCallersThreadIsNoProblem() {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .callbacksOn(Runnable::run)
                .program("note('a')")
                .program("note('b')")
                .answer("Done.")
                .build()) {
            assertThat(ask(service(script)).join().aiMessage().text()).isEqualTo("Done.");
        }
        assertThat(calls).containsExactly("a", "b");
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.CALLBACKS,
            says = "yes, and for each program; those of a `TokenStream` too")
    void callbacksOfTheStreamAreToldOfEachCall() {
        List<String> told = new CopyOnWriteArrayList<>();
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("note('a')")
                .answer("Done.")
                .build()) {
            CompletableFuture<ChatResponse> done = new CompletableFuture<>();
            service(script)
                    .build()
                    .chat("Do it")
                    .beforeToolExecution(
                            call -> told.add("before " + call.request().name()))
                    .onToolExecuted(
                            execution -> told.add("after " + execution.request().name()))
                    .onCompleteResponse(done::complete)
                    .onError(done::completeExceptionally)
                    .start();
            done.join();
        }
        assertThat(told).containsExactly("before execute_python", "before note", "after note", "after execute_python");
    }

    @Test
    void programsAndDirectToolsOnAnExecutorKeepTheirOrder() {
        onPool(3, pool -> {
            try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                    .message(AiMessage.from(
                            program("1", "x = note('a')"),
                            request("2", "send", "{\"text\":\"b\"}"),
                            program("3", "x + note('c')")))
                    .expect(request -> assertThat(lastResults(request))
                            .satisfiesExactly(
                                    first -> assertThat(first).contains("printed nothing"),
                                    second -> assertThat(second).isEqualTo("sent b"),
                                    third -> assertThat(third).isEqualTo("ac")))
                    .answer("Done.")
                    .build()) {
                ask(service(script).executeToolsConcurrently(pool)).join();
            }
        });
        assertThat(calls).containsSubsequence("a", "c").contains("sent b").hasSize(3);
    }

    @Test
    void aPoolOfOneThreadAndTheThreadItselfAreEnough() {
        String gathers = "len(await asyncio.gather(*[note(str(i)) for i in range(4)]))";
        onPool(1, pool -> {
            for (Executor executor : List.<Executor>of(pool, Runnable::run)) {
                try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .program(gathers, gathers)
                        .expect(request -> assertThat(lastResults(request)).containsExactly("4", "4"))
                        .answer("Done.")
                        .build()) {
                    ask(service(script).executeToolsConcurrently(executor)).join();
                }
            }
        });
        assertThat(calls).hasSize(16);
    }

    @Test
    void twoConversationsOnAPoolOfTwoThreadsDoNotBlockEachOther() {
        CountDownLatch both = new CountDownLatch(2);
        Object meeting = new Object() {
            @Tool("Waits for the other conversation")
            String meet() throws InterruptedException {
                both.countDown();
                return both.await(30, TimeUnit.SECONDS) ? "met" : "alone";
            }
        };
        onPool(2, pool -> {
            try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                    .program("await meet()")
                    .program("await meet()")
                    .response(request -> ChatResponse.builder()
                            .aiMessage(AiMessage.from(lastResults(request).get(0)))
                            .build())
                    .response(request -> ChatResponse.builder()
                            .aiMessage(AiMessage.from(lastResults(request).get(0)))
                            .build())
                    .build()) {
                Streams streams = PtcAiServices.builder(Streams.class, code)
                        .streamingChatModel(script)
                        .tools(meeting)
                        .executeToolsConcurrently(pool)
                        .build();
                CompletableFuture<ChatResponse> one = ask(streams);
                CompletableFuture<ChatResponse> two = ask(streams);
                assertThat(one.join().aiMessage().text()).isEqualTo("met");
                assertThat(two.join().aiMessage().text()).isEqualTo("met");
            }
        });
    }

    @Test
    void aProgramOfAResponseThatWasCutOffIsNotRunOnAnExecutorEither() {
        onPool(2, pool -> {
            for (boolean concurrently : List.of(true, false)) {
                try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                        .response(ChatResponse.builder()
                                .aiMessage(AiMessage.from(program("1", "note('a')")))
                                .finishReason(FinishReason.LENGTH)
                                .build())
                        .expect(request -> assertThat(lastResults(request))
                                .singleElement()
                                .asString()
                                .startsWith("Nothing was run: your reply was cut off"))
                        .answer("Done.")
                        .build()) {
                    AiServices<Streams> services = service(script);
                    ask(concurrently ? services.executeToolsConcurrently(pool) : services)
                            .join();
                }
            }
        });
        assertThat(calls).isEmpty();
    }

    @Test
    void providersThatReportNoCompleteToolCallsWorkOnAnExecutor() {
        onPool(2, pool -> {
            try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                    .scene((request, handler) -> handler.onCompleteResponse(ChatResponse.builder()
                            .aiMessage(AiMessage.from(program("1", "note('a')")))
                            .build()))
                    .expect(request -> assertThat(lastResults(request)).containsExactly("a"))
                    .answer("Done.")
                    .build()) {
                ask(service(script).executeToolsConcurrently(pool)).join();
            }
        });
    }

    @Test
    void whatTheResponseSaysOfACallCountsOnAnExecutor() {
        onPool(2, pool -> {
            try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                    .scene((request, handler) -> {
                        handler.onCompleteToolCall(new CompleteToolCall(
                                0, request("1", "execute_python", "{ \"code\" : \"note('a')\" }")));
                        handler.onCompleteResponse(ChatResponse.builder()
                                .aiMessage(AiMessage.from(program("1", "note('a')"), program("2", "note('b')")))
                                .finishReason(FinishReason.LENGTH)
                                .build());
                    })
                    .expect(request -> assertThat(lastResults(request))
                            .hasSize(2)
                            .allMatch(text -> text.startsWith("Nothing was run")))
                    .answer("Done.")
                    .build()) {
                ask(service(script).executeToolsConcurrently(pool)).join();
            }
        });
        assertThat(calls).isEmpty();
    }

    @Test
    void aHandlerThatThrowsEndsTheStreamWithItsException() {
        IllegalStateException fatal = new IllegalStateException("fatal");
        try (ScriptedStreamingChatModel script =
                ScriptedStreamingChatModel.builder().program("note('a')").build()) {
            CompletableFuture<ChatResponse> done = ask(service(script).beforeToolExecution(call -> {
                if (call.request().name().equals("note")) {
                    throw fatal;
                }
            }));
            assertThatThrownBy(done::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCause(fatal);
        }
        awaitNoSessions(code);
    }

    @Test
    void anErrorOfTheModelClosesTheSession() {
        InvalidRequestException down = new InvalidRequestException("model down");
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("note('a')")
                .failure(down)
                .build()) {
            assertThatThrownBy(ask(service(script))::join).hasCause(down);
        }
        assertThat(calls).containsExactly("a");
        awaitNoSessions(code);
    }

    @Test
    void variablesLiveOnInTheConversation() {
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .program("x = note('a')")
                .answer("Kept.")
                .program("x")
                .expect(request -> assertThat(lastResults(request)).containsExactly("a"))
                .answer("a.")
                .build()) {
            Chats chats = PtcAiServices.builder(Chats.class, code)
                    .streamingChatModel(script)
                    .tools(new Notes())
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                    .build();
            ask(chats.chat("1", "Keep it")).join();
            ask(chats.chat("1", "What is it?")).join();
        }
    }

    @Test
    void responsesWithoutTheCodeToolPassAsTheyCome() {
        Object direct = new Object() {
            @Tool(value = "Says where it runs", metadata = DIRECT)
            String where() {
                return Thread.currentThread().getName();
            }
        };
        try (ScriptedStreamingChatModel script = ScriptedStreamingChatModel.builder()
                .message(AiMessage.from(request("1", "where", "{}")))
                .expect(request -> assertThat(lastResults(request))
                        .singleElement()
                        .asString()
                        .startsWith("scripted-model"))
                .answer("Done.")
                .build()) {
            ask(PtcAiServices.builder(Streams.class, code)
                            .streamingChatModel(script)
                            .tools(direct))
                    .join();
        }
    }

    private interface UseOfPool {

        void use(ExecutorService pool);
    }

    private static void onPool(int threads, UseOfPool use) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            use.use(pool);
        } finally {
            pool.shutdownNow();
        }
    }

    private AiServices<Streams> service(ScriptedStreamingChatModel script) {
        return PtcAiServices.builder(Streams.class, code)
                .streamingChatModel(script)
                .tools(new Notes());
    }

    private static CompletableFuture<ChatResponse> ask(AiServices<Streams> services) {
        return ask(services.build());
    }

    private static CompletableFuture<ChatResponse> ask(Streams streams) {
        return ask(streams.chat("Do it"));
    }

    private static CompletableFuture<ChatResponse> ask(TokenStream stream) {
        CompletableFuture<ChatResponse> done = new CompletableFuture<>();
        stream.onCompleteResponse(done::complete)
                .onError(done::completeExceptionally)
                .start();
        return done;
    }
}
