package io.github.langchain4j.ptc.testkit;

import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Execution;
import java.util.List;

/** A way to serve the calls of a running program to its end. */
interface Driver extends AutoCloseable {

    /**
     * How a program ran.
     *
     * @param ended its end
     * @param calls the calls that reached the host, in order
     * @param pauses how often it was suspended
     */
    record Run(Event.Ended ended, List<Event.ToolCalled> calls, int pauses) {

        public Run {
            calls = List.copyOf(calls);
        }
    }

    /**
     * Serves a program to its end.
     *
     * @throws AssertionError if it does not end within the driver's patience
     */
    Run drive(Execution execution, CorpusTools tools) throws InterruptedException;

    @Override
    void close();
}
