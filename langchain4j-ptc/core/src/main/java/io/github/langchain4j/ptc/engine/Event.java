package io.github.langchain4j.ptc.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happens in an execution, in order. {@link Ended} is the last one. */
public sealed interface Event {

    /**
     * The program calls a tool and waits for {@link Execution#answer}.
     *
     * @param id names the call
     * @param tool the Python name of one of the program's tools
     * @param arguments by Python parameter name; validated in form, not against the tool's schema
     */
    record ToolCalled(CallId id, String tool, ObjectNode arguments) implements Event {

        @Override
        public String toString() {
            return "ToolCalled[" + id + ", " + tool + "]";
        }
    }

    /**
     * The program no longer waits for these calls (a timeout or a cancellation inside the program); late answers are
     * dropped.
     *
     * @param ids the calls
     */
    record Abandoned(List<CallId> ids) implements Event {

        public Abandoned {
            ids = List.copyOf(ids);
        }
    }

    /**
     * The program printed.
     *
     * @param stream where to
     * @param text what, in the order of printing within a stream
     */
    record Printed(Stream stream, String text) implements Event {

        @Override
        public String toString() {
            return "Printed[" + stream + ", " + text.length() + " characters]";
        }
    }

    /** A stream that a program prints to. */
    enum Stream {
        STDOUT,
        STDERR
    }

    /**
     * At least one call is unanswered and no code of the program can run. Advisory: calls may follow it.
     *
     * @param wakeAfter when the program goes on by itself because of a timer; empty if only answers wake it
     */
    record Idle(Optional<Duration> wakeAfter) implements Event {}

    /** Nothing happened before the deadline of {@link Execution#next}; the execution goes on. */
    record TimedOut() implements Event {}

    /**
     * The program is over.
     *
     * @param outcome how it ended
     * @param output everything printed, in order
     * @param files what it left in its output folder
     * @param warnings what the model should know, such as a tool whose name was shadowed
     * @param usage what it used
     */
    record Ended(Outcome outcome, String output, List<OutputFile> files, List<String> warnings, Usage usage)
            implements Event {

        public Ended {
            files = List.copyOf(files);
            warnings = List.copyOf(warnings);
        }

        @Override
        public String toString() {
            return "Ended[" + outcome + ", " + output.length() + " characters printed, " + files.size() + " files]";
        }
    }
}
