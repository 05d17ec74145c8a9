package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.protocol.RunnerMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a program prints and leaves behind, within its limits. Used by the thread that takes its events. */
final class Transcript {

    /** Frames that a program may send beside its calls: enough for printing 1 MiB in small pieces. */
    private static final int SPARE_FRAMES = 100_000;

    private static final int FRAMES_PER_CALL = 8;

    private final Limits limits;
    private final IncomingFiles files;
    private final StringBuilder output = new StringBuilder();
    private long outputBytes;
    private int frames;

    Transcript(Limits limits) {
        this.limits = limits;
        this.files = new IncomingFiles(limits);
    }

    /** Counts a frame; false if there were too many. */
    boolean hasRoomForFrame() {
        return ++frames <= SPARE_FRAMES + FRAMES_PER_CALL * limits.toolCalls();
    }

    /** Adds what was printed; empty if that is too much. */
    Optional<Event.Printed> print(RunnerMessage.Out out) {
        long size = out.text().getBytes(StandardCharsets.UTF_8).length;
        if (outputBytes + size > limits.outputBytes()) {
            return Optional.empty();
        }
        outputBytes += size;
        output.append(out.text());
        Event.Stream stream = out.stream() == 1 ? Event.Stream.STDOUT : Event.Stream.STDERR;
        return Optional.of(new Event.Printed(stream, out.text()));
    }

    /** The files that come. */
    IncomingFiles files() {
        return files;
    }

    /** Everything printed, in order. */
    String output() {
        return output.toString();
    }

    long outputBytes() {
        return outputBytes;
    }
}
