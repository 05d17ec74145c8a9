package io.github.langchain4j.ptc.engine;

import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import java.time.Duration;
import java.util.Objects;

/**
 * How much programs and sessions may use. Immutable; every limit is enforced by the host, whatever the sandbox says.
 *
 * @param computeTime per program, only while it can run (30 s)
 * @param wallTime per program, suspensions aside (5 min)
 * @param startTime to start an interpreter, waiting for a free one included (60 s)
 * @param toolCalls calls per program (1,000)
 * @param callsInFlight unanswered calls at a time; more wait inside the program (256)
 * @param codeBytes source of a program in UTF-8 (256 KiB)
 * @param outputBytes everything that a program prints in UTF-8; more ends it (1 MiB)
 * @param resultBytes the result of a program in UTF-8; more ends it (1 MiB)
 * @param outputFiles files that a program may leave (32)
 * @param outputFileBytes all of them together (16 MiB)
 * @param sessions sessions at once (64)
 * @param sessionLifetime from opening to closing (8 h)
 * @param sessionIdleTime between two programs (15 min)
 * @param interpreter what each interpreter may use
 */
public record Limits(
        Duration computeTime,
        Duration wallTime,
        Duration startTime,
        int toolCalls,
        int callsInFlight,
        int codeBytes,
        int outputBytes,
        int resultBytes,
        int outputFiles,
        long outputFileBytes,
        int sessions,
        Duration sessionLifetime,
        Duration sessionIdleTime,
        InterpreterSpec interpreter) {

    /** The limits in force where nothing else is said. */
    public static final Limits DEFAULT = builder().build();

    public Limits {
        positive("computeTime", computeTime);
        positive("wallTime", wallTime);
        positive("startTime", startTime);
        atLeast("toolCalls", toolCalls, 0);
        atLeast("callsInFlight", callsInFlight, 1);
        atLeast("codeBytes", codeBytes, 1);
        atLeast("outputBytes", outputBytes, 0);
        atLeast("resultBytes", resultBytes, 0);
        atLeast("outputFiles", outputFiles, 0);
        atLeast("outputFileBytes", outputFileBytes, 0);
        atLeast("sessions", sessions, 1);
        positive("sessionLifetime", sessionLifetime);
        positive("sessionIdleTime", sessionIdleTime);
        Objects.requireNonNull(interpreter, "interpreter");
        // A frame holds one message as JSON, in which a byte of text can take six.
        long largest = 6L * Math.max(Math.max(codeBytes, resultBytes), 64 << 10) + (64 << 10);
        if (interpreter.maxFrameBytes() < largest) {
            throw new IllegalArgumentException("interpreter.maxFrameBytes must be at least " + largest
                    + " to hold codeBytes and resultBytes, but is " + interpreter.maxFrameBytes());
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these limits. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.computeTime = computeTime;
        builder.wallTime = wallTime;
        builder.startTime = startTime;
        builder.toolCalls = toolCalls;
        builder.callsInFlight = callsInFlight;
        builder.codeBytes = codeBytes;
        builder.outputBytes = outputBytes;
        builder.resultBytes = resultBytes;
        builder.outputFiles = outputFiles;
        builder.outputFileBytes = outputFileBytes;
        builder.sessions = sessions;
        builder.sessionLifetime = sessionLifetime;
        builder.sessionIdleTime = sessionIdleTime;
        builder.interpreter = interpreter;
        return builder;
    }

    private static void positive(String name, Duration value) {
        if (value == null || value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero, but is " + value);
        }
    }

    private static void atLeast(String name, long value, long minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", but is " + value);
        }
    }

    /** Collects limits; what is not set keeps its default. Not thread-safe. */
    public static final class Builder {

        private Duration computeTime = Duration.ofSeconds(30);
        private Duration wallTime = Duration.ofMinutes(5);
        private Duration startTime = Duration.ofSeconds(60);
        private int toolCalls = 1000;
        private int callsInFlight = 256;
        private int codeBytes = 256 << 10;
        private int outputBytes = 1 << 20;
        private int resultBytes = 1 << 20;
        private int outputFiles = 32;
        private long outputFileBytes = 16L << 20;
        private int sessions = 64;
        private Duration sessionLifetime = Duration.ofHours(8);
        private Duration sessionIdleTime = Duration.ofMinutes(15);
        private InterpreterSpec interpreter = InterpreterSpec.DEFAULT;

        private Builder() {}

        /** See {@link Limits#computeTime()}. */
        public Builder computeTime(Duration computeTime) {
            this.computeTime = computeTime;
            return this;
        }

        /** See {@link Limits#wallTime()}. */
        public Builder wallTime(Duration wallTime) {
            this.wallTime = wallTime;
            return this;
        }

        /** See {@link Limits#startTime()}. */
        public Builder startTime(Duration startTime) {
            this.startTime = startTime;
            return this;
        }

        /** See {@link Limits#toolCalls()}. */
        public Builder toolCalls(int toolCalls) {
            this.toolCalls = toolCalls;
            return this;
        }

        /** See {@link Limits#callsInFlight()}. */
        public Builder callsInFlight(int callsInFlight) {
            this.callsInFlight = callsInFlight;
            return this;
        }

        /** See {@link Limits#codeBytes()}. */
        public Builder codeBytes(int codeBytes) {
            this.codeBytes = codeBytes;
            return this;
        }

        /** See {@link Limits#outputBytes()}. */
        public Builder outputBytes(int outputBytes) {
            this.outputBytes = outputBytes;
            return this;
        }

        /** See {@link Limits#resultBytes()}. */
        public Builder resultBytes(int resultBytes) {
            this.resultBytes = resultBytes;
            return this;
        }

        /** See {@link Limits#outputFiles()}. */
        public Builder outputFiles(int outputFiles) {
            this.outputFiles = outputFiles;
            return this;
        }

        /** See {@link Limits#outputFileBytes()}. */
        public Builder outputFileBytes(long outputFileBytes) {
            this.outputFileBytes = outputFileBytes;
            return this;
        }

        /** See {@link Limits#sessions()}. */
        public Builder sessions(int sessions) {
            this.sessions = sessions;
            return this;
        }

        /** See {@link Limits#sessionLifetime()}. */
        public Builder sessionLifetime(Duration sessionLifetime) {
            this.sessionLifetime = sessionLifetime;
            return this;
        }

        /** See {@link Limits#sessionIdleTime()}. */
        public Builder sessionIdleTime(Duration sessionIdleTime) {
            this.sessionIdleTime = sessionIdleTime;
            return this;
        }

        /** See {@link Limits#interpreter()}. */
        public Builder interpreter(InterpreterSpec interpreter) {
            this.interpreter = interpreter;
            return this;
        }

        /**
         * The limits.
         *
         * @throws IllegalArgumentException naming the limit that is out of range
         */
        public Limits build() {
            return new Limits(
                    computeTime,
                    wallTime,
                    startTime,
                    toolCalls,
                    callsInFlight,
                    codeBytes,
                    outputBytes,
                    resultBytes,
                    outputFiles,
                    outputFileBytes,
                    sessions,
                    sessionLifetime,
                    sessionIdleTime,
                    interpreter);
        }
    }
}
