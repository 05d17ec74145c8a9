package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.RunningProgram;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.time.Duration;

/**
 * Where the programs of the code tool run. What is above knows nothing else of sandboxes, routing and threads.
 * Thread-safe.
 */
public interface Programs {

    /** Programs that a runner runs. */
    static Programs of(ProgramRunner runner) {
        return new RunnerPrograms(runner);
    }

    /** Programs that all run in one session, which stays the caller's to close. */
    static Programs in(ProgramSession session) {
        return RunnerPrograms.in(session);
    }

    /**
     * Opens a session for the programs of one conversation.
     *
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if none can be had
     * @throws InterruptedException if the thread is interrupted; nothing is left open
     */
    Session open() throws InterruptedException;

    /**
     * Opens a session; while all that may be open at once are, the task is run again and again.
     *
     * @param whenFull gives up a session that can be spared
     */
    default Session open(Runnable whenFull) throws InterruptedException {
        return open();
    }

    /** Runs one program after the other; variables and files live from one to the next. */
    interface Session extends AutoCloseable {

        /** Starts a program; see {@link ProgramSession#start}. */
        Run start(String code, ToolCatalog tools, ToolInvoker invoker);

        /** Whether another program can run; if not, variables and files are gone. */
        boolean isAlive();

        /** Runs a task when the session has ended, or if it has; see {@link ProgramSession#whenEnded}. */
        void whenEnded(Runnable task);

        @Override
        void close();
    }

    /** A program between its start and its end; see {@link RunningProgram}. */
    interface Run {

        RunningProgram.Progress advance() throws InterruptedException;

        boolean answer(OutgoingCall call, ToolExecutionResult result);

        boolean refuse(OutgoingCall call, String type, String message);

        void suspend(Duration expires);

        void cancel(CancelReason why);
    }
}
