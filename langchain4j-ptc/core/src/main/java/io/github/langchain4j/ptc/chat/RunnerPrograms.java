package io.github.langchain4j.ptc.chat;

import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;

/**
 * Programs run in process by a runner.
 *
 * @param runner shared with whoever else uses it
 */
record RunnerPrograms(ProgramRunner runner) implements Programs {

    @Override
    public Session open() throws InterruptedException {
        ProgramSession session = runner.open();
        return new Session() {

            @Override
            public ProgramReport run(String code) throws InterruptedException {
                return session.run(code);
            }

            @Override
            public boolean isAlive() {
                return session.isAlive();
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
