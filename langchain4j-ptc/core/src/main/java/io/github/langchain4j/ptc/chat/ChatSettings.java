package io.github.langchain4j.ptc.chat;

import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.MiddleCut;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.codetool.ToolCalling;
import java.time.Duration;
import java.util.Objects;

/**
 * How a decorated model goes about its loop. Immutable.
 *
 * @param codeToolName what the model calls the code tool (execute_python)
 * @param maxRounds calls of the model for one turn; in the last one our tools cannot be used (10)
 * @param retries of calls of the model that fail after a program ran (2, after 500 ms and 1 s)
 * @param outputCharacters of a program's output and result together that the model gets to read (20,000)
 * @param sessionScope how long variables live (CALL)
 * @param callsPerPause tool calls of a program that go out to the caller at once (8: with more, a chat memory of ten
 *     messages would drop the request that they belong to)
 * @param maxPauses how often the programs of one turn may wait for the caller (50: AI services give up after 100 rounds
 *     of tool calls)
 * @param pauseTime how long a program waits for the caller before it is ended (15 min)
 * @param maxSuspended programs that wait for callers at once; the longest waiting is ended for another (32)
 * @param imagesToModel whether and how the model sees images that programs make (NONE)
 * @param toolCalling how the model is told of the code tool (NATIVE)
 */
public record ChatSettings(
        String codeToolName,
        int maxRounds,
        Retries retries,
        int outputCharacters,
        SessionScope sessionScope,
        int callsPerPause,
        int maxPauses,
        Duration pauseTime,
        int maxSuspended,
        ImagesToModel imagesToModel,
        ToolCalling toolCalling) {

    private static final Duration LONGEST_PAUSE = Duration.ofDays(30);

    /** The settings in force where nothing else is said. */
    public static final ChatSettings DEFAULT = builder().build();

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public ChatSettings {
        Objects.requireNonNull(codeToolName, "codeToolName");
        Objects.requireNonNull(sessionScope, "sessionScope");
        if (maxRounds < 2) {
            throw new IllegalArgumentException(
                    "maxRounds must be at least 2, one for a program and one for the answer, but is " + maxRounds);
        }
        Objects.requireNonNull(retries, "retries");
        atLeast("outputCharacters", outputCharacters, 2 * MiddleCut.SMALLEST);
        // The ids of calls that go out have room for no more.
        between("callsPerPause", callsPerPause, 1, 999);
        between("maxPauses", maxPauses, 0, 9_999);
        if (pauseTime.isNegative() || pauseTime.isZero() || pauseTime.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException("pauseTime must be longer than zero and at most "
                    + LONGEST_PAUSE.toDays() + " days, but is " + pauseTime);
        }
        atLeast("maxSuspended", maxSuspended, 1);
        Objects.requireNonNull(imagesToModel, "imagesToModel");
        Objects.requireNonNull(toolCalling, "toolCalling");
    }

    private static void between(String name, int value, int minimum, int maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException(
                    name + " must be between " + minimum + " and " + maximum + ", but is " + value);
        }
    }

    private static void atLeast(String name, int value, int minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", but is " + value);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; what is not set keeps its default. Not thread-safe. */
    public static final class Builder {

        private String codeToolName = "execute_python";
        private int maxRounds = 10;
        private int modelRetries = Retries.DEFAULT.times();
        private Duration retryPause = Retries.DEFAULT.pause();
        private int outputCharacters = 20_000;
        private SessionScope sessionScope = SessionScope.CALL;
        private int callsPerPause = 8;
        private int maxPauses = 50;
        private Duration pauseTime = Duration.ofMinutes(15);
        private int maxSuspended = 32;
        private ImagesToModel imagesToModel = ImagesToModel.NONE;
        private ToolCalling toolCalling = ToolCalling.NATIVE;

        private Builder() {}

        /** See {@link ChatSettings#codeToolName()}. */
        public Builder codeToolName(String codeToolName) {
            this.codeToolName = codeToolName;
            return this;
        }

        /** See {@link ChatSettings#maxRounds()}. */
        public Builder maxRounds(int maxRounds) {
            this.maxRounds = maxRounds;
            return this;
        }

        /** How often a call is repeated; see {@link ChatSettings#retries()}. */
        public Builder modelRetries(int modelRetries) {
            this.modelRetries = modelRetries;
            return this;
        }

        /** The pause before the first repetition; see {@link ChatSettings#retries()}. */
        public Builder retryPause(Duration retryPause) {
            this.retryPause = retryPause;
            return this;
        }

        /** See {@link ChatSettings#outputCharacters()}. */
        public Builder outputCharacters(int outputCharacters) {
            this.outputCharacters = outputCharacters;
            return this;
        }

        /** See {@link ChatSettings#sessionScope()}. */
        public Builder sessionScope(SessionScope sessionScope) {
            this.sessionScope = sessionScope;
            return this;
        }

        /** See {@link ChatSettings#callsPerPause()}. */
        public Builder callsPerPause(int callsPerPause) {
            this.callsPerPause = callsPerPause;
            return this;
        }

        /** See {@link ChatSettings#maxPauses()}. */
        public Builder maxPauses(int maxPauses) {
            this.maxPauses = maxPauses;
            return this;
        }

        /** See {@link ChatSettings#pauseTime()}. */
        public Builder pauseTime(Duration pauseTime) {
            this.pauseTime = pauseTime;
            return this;
        }

        /** See {@link ChatSettings#maxSuspended()}. */
        public Builder maxSuspended(int maxSuspended) {
            this.maxSuspended = maxSuspended;
            return this;
        }

        /** See {@link ChatSettings#imagesToModel()}. */
        public Builder imagesToModel(ImagesToModel imagesToModel) {
            this.imagesToModel = imagesToModel;
            return this;
        }

        /** See {@link ChatSettings#toolCalling()}. */
        public Builder toolCalling(ToolCalling toolCalling) {
            this.toolCalling = toolCalling;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException naming the setting that is out of range
         */
        public ChatSettings build() {
            return new ChatSettings(
                    codeToolName,
                    maxRounds,
                    new Retries(modelRetries, retryPause),
                    outputCharacters,
                    sessionScope,
                    callsPerPause,
                    maxPauses,
                    pauseTime,
                    maxSuspended,
                    imagesToModel,
                    toolCalling);
        }
    }
}
