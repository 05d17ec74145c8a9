package io.github.langchain4j.ptc.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A message from the runner, valid in form. What it says is still the word of a hostile sandbox. */
public sealed interface RunnerMessage {

    /** The runner is there. */
    record Hello(int protocol, String python, List<String> features) implements RunnerMessage {}

    /** The runner has taken {@code setup}. */
    record Ready() implements RunnerMessage {}

    /** A file was taken into the session; {@code error} says why not. */
    record Filed(int stream, Optional<String> error) implements RunnerMessage {}

    /** A message of a running program. */
    sealed interface OfProgram extends RunnerMessage {

        /** The number of the program that sent it. */
        int program();
    }

    /** The program calls a tool. */
    record Call(int program, long id, String tool, ObjectNode arguments) implements OfProgram {}

    /** The program no longer waits for these calls. */
    record Abandon(int program, List<Long> ids) implements OfProgram {}

    /** The program printed; {@code stream} is 1 or 2. */
    record Out(int program, int stream, String text) implements OfProgram {}

    /** No code can run until an answer comes, or the timer fires. */
    record Idle(int program, Optional<Duration> wakeAfter) implements OfProgram {}

    /** A file of the output folder follows in chunks. */
    record FileStart(int program, String path, int stream, long size) implements OfProgram {}

    /** A part of a file. */
    record Chunk(int stream, byte[] bytes) implements RunnerMessage {}

    /** The program is over. */
    record Ended(int program, Ending ending, List<String> warnings, Optional<String> spent) implements OfProgram {}

    /** How a program ended, in the words of the runner. */
    sealed interface Ending {

        /** It returned; {@code kind} is one of none, text, json, repr. */
        record Returned(String kind, String result) implements Ending {}

        /** It raised. */
        record Failed(String type, String message, String traceback) implements Ending {}

        /** It called {@code sys.exit}. */
        record Exited(int code, String message) implements Ending {}

        /** A polite limit ended it. */
        record Limit(String limit, String message) implements Ending {}
    }
}
