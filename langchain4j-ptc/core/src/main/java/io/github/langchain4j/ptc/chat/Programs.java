package io.github.langchain4j.ptc.chat;

import io.github.langchain4j.ptc.program.ProgramReport;

/**
 * Where the model loop runs its programs. The loop knows nothing else of sandboxes, routing and threads, so another
 * driver of programs needs no other loop.
 */
@FunctionalInterface
interface Programs {

    /**
     * Opens a session for the programs of one conversation.
     *
     * @throws io.github.langchain4j.ptc.sandbox.SandboxUnavailableException if none can be had
     * @throws InterruptedException if the thread is interrupted; nothing is left open
     */
    Session open() throws InterruptedException;

    /** Runs one program after the other; variables and files live from one to the next. Not thread-safe. */
    interface Session extends AutoCloseable {

        /**
         * Runs a program to its end.
         *
         * @param code the source
         * @throws InterruptedException if the thread is interrupted; the program is ended
         */
        ProgramReport run(String code) throws InterruptedException;

        /** Whether another program can run; if not, variables and files are gone. */
        boolean isAlive();

        @Override
        void close();
    }
}
