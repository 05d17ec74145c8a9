package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.codetool.NotRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The programs of one response of the model: they run in its order, one after the other, whichever threads bring them,
 * and none runs after one that failed. Thread-safe.
 */
final class ProgramsOfReply {

    private final List<ToolExecutionRequest> requests;
    private final Optional<String> unfit;
    private final boolean[] brought; // guarded by this, as all that follows
    private int next;
    private int failed = -1;
    private boolean over;

    /**
     * @param requests for programs
     * @param unfit why none of them is run, if so
     */
    ProgramsOfReply(List<ToolExecutionRequest> requests, Optional<String> unfit) {
        this.requests = List.copyOf(requests);
        this.unfit = unfit;
        this.brought = new boolean[requests.size()];
    }

    static ProgramsOfReply of(ChatResponse response, String codeToolName) {
        List<ToolExecutionRequest> programs = response.aiMessage().toolExecutionRequests().stream()
                .filter(request -> codeToolName.equals(request.name()))
                .toList();
        return new ProgramsOfReply(programs, NotRun.because(response.finishReason()));
    }

    /** The place of a request in the order; empty if it does not belong to the response. */
    synchronized Optional<Place> bring(ToolExecutionRequest request) {
        // Requests of some providers have no ids, so that two of them can be equal.
        for (int i = 0; i < brought.length; i++) {
            if (!brought[i] && requests.get(i).equals(request)) {
                brought[i] = true;
                return Optional.of(new Place(i));
            }
        }
        return Optional.empty();
    }

    /** Lets nobody wait any longer. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** A program's place in the order. */
    final class Place {

        private final int index;

        private Place(int index) {
            this.index = index;
        }

        /**
         * Waits until the programs before this one are over.
         *
         * @param patience for each of them
         * @return why this one is not to be run, if so
         */
        Optional<String> await(Duration patience) {
            synchronized (ProgramsOfReply.this) {
                waitForTurn(patience);
                if (unfit.isPresent()) {
                    return unfit;
                }
                return failed < 0 ? Optional.empty() : Optional.of(NotRun.afterFailureOf(failed + 1));
            }
        }

        private void waitForTurn(Duration patience) {
            int seen = next;
            long deadline = System.nanoTime() + patience.toNanos();
            while (!over && next < index) {
                if (next != seen) {
                    seen = next;
                    deadline = System.nanoTime() + patience.toNanos();
                }
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new LangChain4jException("Program " + (index + 1) + " of a response waited for program "
                            + (next + 1) + " longer than " + patience.toSeconds() + " s");
                }
                try {
                    ProgramsOfReply.this.wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new LangChain4jException("Interrupted while a program waited for the one before it", e);
                }
            }
            if (over) {
                throw new LangChain4jException("The invocation ended before program " + (index + 1) + " was run");
            }
        }

        /** Lets the next program run, or tells it why not. */
        void done(boolean failure) {
            synchronized (ProgramsOfReply.this) {
                if (failure && failed < 0) {
                    failed = index;
                }
                next = Math.max(next, index + 1);
                ProgramsOfReply.this.notifyAll();
            }
        }
    }
}
