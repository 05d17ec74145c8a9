package io.github.langchain4j.ptc.testkit.agentcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which sessions there are while they come and go. */
@Timeout(60)
@RequiresPython
class EmulatedSessionsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final EmulatedSessions sessions = new EmulatedSessions(LocalPythonSandbox.configuredPython(), Map.of());

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void oneThatIsBeingStoppedIsThereUntilItHasEnded() throws Exception {
        EmulatedSession session = sessions.start("slow to stop", LONG);
        CompletableFuture<EmulatedSession> stopped = new CompletableFuture<>();
        Thread stopping = new Thread(() -> stopped.complete(sessions.stop(session.id())));
        synchronized (session) { // so its end has to wait
            stopping.start();
            while (stopping.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            assertThat(sessions.all()).containsExactly(session);
        }
        assertThat(stopped.join()).isSameAs(session);
        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void oneIsStoppedOnce() throws Exception {
        EmulatedSession session = sessions.start("stopped", LONG);
        assertThat(session.stop()).isTrue();
        assertThatThrownBy(() -> sessions.stop(session.id())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> sessions.get(session.id())).isInstanceOf(Refusal.class);
    }

    @Test
    void oneThatStartsTooLateIsEnded() {
        sessions.close();
        assertThatThrownBy(() -> sessions.start("late", LONG)).isInstanceOf(IOException.class);
        assertThat(sessions.count()).isZero();
        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info().commandLine().orElse("").contains("kernel.py"));
    }
}
