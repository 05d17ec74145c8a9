package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.protocol.FrameMailbox;
import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Death;
import io.github.langchain4j.ptc.sandbox.Frame;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterDiedException;
import io.github.langchain4j.ptc.sandbox.KillReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SteppedSandboxTest {

    private static final Deadline SOON = Deadline.in(Duration.ofSeconds(30));

    private final FakeInterpreter runner = new FakeInterpreter();
    private final SteppedInterpreter stepped = new SteppedInterpreter(runner);

    @Test
    void whatIsSentIsKeptUntilTheNextReceive() throws Exception {
        stepped.send(frame("{\"t\":\"run\"}"), SOON);
        assertThat(runner.sent).isEmpty();
        runner.say("{\"t\":\"idle\",\"n\":1}");
        stepped.receive(SOON);
        assertThat(runner.sent).containsExactly("{\"t\":\"run\"}");
    }

    @Test
    void aStepGivesNothingBeforeTheRunnerIsIdle() throws Exception {
        runner.say("{\"t\":\"call\",\"n\":1,\"id\":1}");
        assertThat(stepped.receive(Deadline.in(Duration.ofMillis(20)))).isNull();
        runner.say("{\"t\":\"call\",\"n\":1,\"id\":2}");
        runner.say("{\"t\":\"idle\",\"n\":1}");
        assertThat(text(stepped.receive(SOON))).contains("\"id\":1");
        assertThat(text(stepped.receive(SOON))).contains("\"id\":2");
        assertThat(text(stepped.receive(SOON))).contains("idle");
    }

    @Test
    void framesOfAStepAreGivenBeforeFramesAreSentAgain() throws Exception {
        runner.say("{\"t\":\"out\",\"n\":1}");
        runner.say("{\"t\":\"idle\",\"n\":1}");
        stepped.receive(SOON);
        stepped.send(frame("{\"t\":\"answer\"}"), SOON);
        stepped.receive(SOON);
        assertThat(runner.sent).isEmpty();
    }

    @Test
    void aFloodIsHandedOverInParts() throws Exception {
        String text = "{\"t\":\"out\",\"n\":1,\"text\":\"" + "x".repeat(1 << 20) + "\"}";
        for (int n = 0; n < 5; n++) {
            runner.say(text);
        }
        assertThat(text(stepped.receive(SOON))).isEqualTo(text);
    }

    @Test
    void whatCameBeforeTheEndOfTheInterpreterIsGivenFirst() throws Exception {
        runner.say("{\"t\":\"out\",\"n\":1}");
        runner.kill(KillReason.LIMIT);
        assertThat(text(stepped.receive(SOON))).contains("out");
        assertThatThrownBy(() -> stepped.receive(SOON)).isInstanceOf(InterpreterDiedException.class);
        assertThatThrownBy(() -> stepped.send(frame("{}"), SOON)).isInstanceOf(InterpreterDiedException.class);
    }

    @Test
    void textThatLooksLikeIdleEndsNoStep() throws Exception {
        runner.say("{\"t\":\"out\",\"n\":1,\"text\":\"{\\\"t\\\":\\\"idle\\\"}\"}");
        assertThat(stepped.receive(Deadline.in(Duration.ofMillis(20)))).isNull();
    }

    private static Frame frame(String json) {
        return Frame.json(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }

    /** Says what the test tells it to and remembers what it was sent. */
    private static final class FakeInterpreter implements Interpreter {

        private final FrameMailbox mailbox = new FrameMailbox(100 << 20);
        private final List<String> sent = new ArrayList<>();

        void say(String json) throws Exception {
            mailbox.put(Frame.Type.JSON.code(), json.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void send(Frame frame, Deadline by) {
            sent.add(text(frame));
        }

        @Override
        public Frame receive(Deadline by) throws InterpreterDiedException, InterruptedException {
            return mailbox.take(by);
        }

        @Override
        public CompletionStage<Death> died() {
            return mailbox.died();
        }

        @Override
        public void kill(KillReason why) {
            mailbox.die(new Death(why, "killed"));
        }

        @Override
        public void close() {
            kill(KillReason.CLOSED);
        }
    }
}
