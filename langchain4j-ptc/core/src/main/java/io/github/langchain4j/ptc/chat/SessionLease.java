package io.github.langchain4j.ptc.chat;

import dev.langchain4j.exception.LangChain4jException;
import io.github.langchain4j.ptc.program.ProgramReport;
import java.util.Optional;

/**
 * The session of one {@code chat()} call: opened at its first program, replaced when it is lost, closed at the end.
 * Used by one thread.
 */
final class SessionLease implements AutoCloseable {

    private final Programs programs;
    private final int outputCharacters;
    private Optional<Programs.Session> session = Optional.empty();

    SessionLease(Programs programs, int outputCharacters) {
        this.programs = programs;
        this.outputCharacters = outputCharacters;
    }

    /**
     * Runs a program.
     *
     * @throws LangChain4jException if the thread is interrupted; the session is closed and the interrupt flag set
     */
    ProgramResult run(String code) {
        try {
            boolean expired = session.isPresent() && !session.get().isAlive();
            if (expired) {
                close();
            }
            if (session.isEmpty()) {
                session = Optional.of(programs.open());
            }
            ProgramReport report = session.get().run(code);
            boolean lost = !session.get().isAlive();
            if (lost) {
                close();
            }
            ProgramResult result = ProgramResult.of(report, lost, outputCharacters);
            return expired ? result.after(ProgramResult.SESSION_EXPIRED) : result;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while a program ran; it was ended", e);
        }
    }

    @Override
    public void close() {
        session.ifPresent(Programs.Session::close);
        session = Optional.empty();
    }
}
