package io.github.langchain4j.ptc.service;

import io.github.langchain4j.ptc.codetool.CodeSession;

/** Where the programs of one invocation run, one at a time. Thread-safe. */
interface Workspace {

    /**
     * Waits for the session.
     *
     * @throws io.github.langchain4j.ptc.sandbox.SandboxBusyException if others use it for too long
     */
    Desk take();

    /** The invocation is over. */
    void close();

    /** The session in the hands of one program. Not thread-safe. */
    interface Desk extends AutoCloseable {

        CodeSession session();

        /** Where the conversation stands after a program that ran here. */
        SessionMark mark();

        @Override
        void close();
    }
}
