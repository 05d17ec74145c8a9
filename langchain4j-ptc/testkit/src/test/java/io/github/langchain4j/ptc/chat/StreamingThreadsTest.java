package io.github.langchain4j.ptc.chat;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thread for each call while it runs, and none after it. */
class StreamingThreadsTest {

    private static final int CALLS = 50;
    private static final int PATIENCE_SECONDS = 60;

    /** Answers only when all calls are there. */
    static final class Meeting {

        private final CyclicBarrier all = new CyclicBarrier(CALLS);

        @Tool("Waits for all others")
        int meet(int number) throws Exception {
            all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return number;
        }
    }

    /** Asks for a program with the number of the question, and answers with what it printed. */
    private static final StreamingChatModel ECHO = new StreamingChatModel() {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            String question =
                    UserMessage.findLast(request.messages()).orElseThrow().singleText();
            AiMessage message = lastResults(request).isEmpty()
                    ? AiMessage.from(LoopFixture.code("c", "print(meet(" + question + "))"))
                    : AiMessage.from(lastResults(request).get(0));
            new Thread(
                            () -> handler.onCompleteResponse(
                                    ChatResponse.builder().aiMessage(message).build()),
                            "echo")
                    .start();
        }
    };

    private static Set<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("ptc-") || name.equals("echo"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void manyCallsAtOnceDoNotMixAndLeaveNoThread() throws Exception {
        assumeTrue(LocalPythonSandbox.isAvailable(), "no Python on this machine");
        Set<String> before = ours();
        try (LocalPythonSandbox sandbox = new LocalPythonSandbox();
                ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Meeting())
                        .build();
                PtcStreamingChatModel model = PtcStreamingChatModel.builder()
                        .model(ECHO)
                        .runner(runner)
                        .build()) {
            List<StreamRecorder> recorders = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                StreamRecorder recorder = new StreamRecorder();
                model.chat(String.valueOf(i), recorder);
                recorders.add(recorder);
            }
            List<String> answers = new ArrayList<>();
            for (StreamRecorder recorder : recorders) {
                answers.add(recorder.response().aiMessage().text().strip());
            }
            assertThat(answers)
                    .containsExactlyElementsOf(
                            IntStream.range(0, CALLS).mapToObj(String::valueOf).toList());
            assertThat(recorders.stream()
                            .map(recorder -> recorder.told().get(0).thread())
                            .distinct())
                    .hasSize(CALLS);
            assertThat(runner.openSessions()).isZero();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread.getName()) && ours().contains(thread.getName())) {
                thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        }
        assertThat(ours()).isSubsetOf(before);
    }
}
