package io.github.langchain4j.ptc.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Models whose programs run in one sandbox, of which nothing may be left. */
final class CallerFixture implements AutoCloseable {

    private final LocalPythonSandbox sandbox = new LocalPythonSandbox();
    private final ProgramRunner runner;

    CallerFixture() {
        this(Limits.DEFAULT, ToolCatalog.builder());
    }

    CallerFixture(Limits limits, ToolCatalog.Builder tools) {
        runner = ProgramRunner.builder()
                .sandbox(sandbox)
                .limits(limits)
                .catalog(tools.describe(Caller.Numbers.class).build())
                .build();
    }

    PtcChatModel.Builder model(ChatModel model) {
        return PtcChatModel.builder().model(model).runner(runner).retryPause(Duration.ofMillis(1));
    }

    int openSessions() {
        return runner.openSessions();
    }

    /** Waits until the sessions that are being ended have ended. */
    void awaitSessions(int left) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                runner.openSessions() > left && System.nanoTime() < end; ) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        assertThat(runner.openSessions()).isEqualTo(left);
    }

    @Override
    public void close() {
        try {
            awaitSessions(0);
        } finally {
            runner.close();
            sandbox.close();
        }
    }
}
