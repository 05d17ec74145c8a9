package io.github.langchain4j.ptc.codetool;

import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.program.OutgoingCall;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.RunningProgram;
import io.github.langchain4j.ptc.program.ToolInvoker;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import java.time.Duration;

/**
 * Programs run by a runner.
 *
 * @param runner shared with whoever else uses it
 */
record RunnerPrograms(ProgramRunner runner) implements Programs {

    /** Programs that all run in one session, which is not closed. */
    static Programs in(ProgramSession session) {
        return () -> {
            if (!session.isAlive()) {
                throw new SandboxUnavailableException("The session that the model was given has ended: open another one"
                        + " and give it to a new model");
            }
            return new RunnerSession(session, false);
        };
    }

    @Override
    public Session open() throws InterruptedException {
        return new RunnerSession(runner.open(), true);
    }

    @Override
    public Session open(Runnable whenFull) throws InterruptedException {
        return new RunnerSession(runner.open(whenFull), true);
    }

    /** @param owned whether the session is closed with its use */
    private record RunnerSession(ProgramSession session, boolean owned) implements Session {

        @Override
        public Run start(String code, ToolCatalog tools, ToolInvoker invoker) {
            return new RunnerRun(session.start(code, tools, invoker));
        }

        @Override
        public boolean isAlive() {
            return session.isAlive();
        }

        @Override
        public void whenEnded(Runnable task) {
            session.whenEnded(task);
        }

        @Override
        public void close() {
            if (owned) {
                session.close();
            }
        }
    }

    private record RunnerRun(RunningProgram program) implements Run {

        @Override
        public RunningProgram.Progress advance() throws InterruptedException {
            return program.advance();
        }

        @Override
        public boolean answer(OutgoingCall call, ToolExecutionResult result) {
            return program.answer(call, result);
        }

        @Override
        public boolean refuse(OutgoingCall call, String type, String message) {
            return program.refuse(call, type, message);
        }

        @Override
        public void suspend(Duration expires) {
            program.suspend(expires);
        }

        @Override
        public void cancel(CancelReason why) {
            program.cancel(why);
        }
    }
}
