package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.quarkus.runtime.config.LimitsConfig;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Reads limits from the configuration, one after the other, so that an error can name the key. Used once. */
final class LimitsReader {

    private static final BigInteger LARGEST_INT = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger LARGEST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

    private final String prefix;
    private Limits limits;

    private LimitsReader(String prefix, Limits defaults) {
        this.prefix = prefix;
        this.limits = defaults;
    }

    /**
     * Limits with those of the configuration in place of the defaults.
     *
     * @param prefix of the keys, with the last dot
     * @throws ConfigurationException naming the key and what is wrong
     */
    static Limits read(String prefix, LimitsConfig config, Limits defaults) {
        // Code and results must fit into a frame. They are judged together, when all three are known.
        LimitsReader reader = new LimitsReader(prefix, withFrame(defaults, Integer.MAX_VALUE));
        reader.readInterpreter(config);
        reader.readTimes(config);
        reader.readCounts(config);
        reader.readSizes(config);
        int frame = reader.bytes("frame-size", config.frameSize())
                .orElse(defaults.interpreter().maxFrameBytes());
        return reader.checked("frame-size", () -> withFrame(reader.limits, frame));
    }

    private static Limits withFrame(Limits limits, int frame) {
        InterpreterSpec old = limits.interpreter();
        return limits.toBuilder()
                .interpreter(new InterpreterSpec(old.memoryBytes(), old.processes(), frame, old.filesBytes()))
                .build();
    }

    private void readInterpreter(LimitsConfig config) {
        set("memory", longBytes("memory", config.memory()), (limits, memory) -> {
            InterpreterSpec old = this.limits.interpreter();
            return limits.interpreter(
                    new InterpreterSpec(memory, old.processes(), old.maxFrameBytes(), old.filesBytes()));
        });
        set("processes", count(config.processes()), (limits, processes) -> {
            InterpreterSpec old = this.limits.interpreter();
            return limits.interpreter(
                    new InterpreterSpec(old.memoryBytes(), processes, old.maxFrameBytes(), old.filesBytes()));
        });
        set("files-size", longBytes("files-size", config.filesSize()), (limits, files) -> {
            InterpreterSpec old = this.limits.interpreter();
            return limits.interpreter(
                    new InterpreterSpec(old.memoryBytes(), old.processes(), old.maxFrameBytes(), files));
        });
    }

    private void readTimes(LimitsConfig config) {
        set("compute-time", config.computeTime(), Limits.Builder::computeTime);
        set("wall-time", config.wallTime(), Limits.Builder::wallTime);
        set("start-time", config.startTime(), Limits.Builder::startTime);
        set("session-lifetime", config.sessionLifetime(), Limits.Builder::sessionLifetime);
        set("session-idle-time", config.sessionIdleTime(), Limits.Builder::sessionIdleTime);
    }

    private void readCounts(LimitsConfig config) {
        set("tool-calls", count(config.toolCalls()), Limits.Builder::toolCalls);
        set("calls-in-flight", count(config.callsInFlight()), Limits.Builder::callsInFlight);
        set("output-files", count(config.outputFiles()), Limits.Builder::outputFiles);
        set("sessions", count(config.sessions()), Limits.Builder::sessions);
    }

    private void readSizes(LimitsConfig config) {
        set("code-size", bytes("code-size", config.codeSize()), Limits.Builder::codeBytes);
        set("output-size", bytes("output-size", config.outputSize()), Limits.Builder::outputBytes);
        set("result-size", bytes("result-size", config.resultSize()), Limits.Builder::resultBytes);
        set(
                "output-files-size",
                longBytes("output-files-size", config.outputFilesSize()),
                Limits.Builder::outputFileBytes);
    }

    private static Optional<Integer> count(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private Optional<Long> longBytes(String key, Optional<MemorySize> size) {
        return size.map(value -> atMost(key, value, LARGEST_LONG).longValue());
    }

    private Optional<Integer> bytes(String key, Optional<MemorySize> size) {
        return size.map(value -> atMost(key, value, LARGEST_INT).intValue());
    }

    private BigInteger atMost(String key, MemorySize size, BigInteger most) {
        BigInteger bytes = size.asBigInteger();
        if (bytes.compareTo(most) > 0) {
            throw wrong(key, "must be at most " + most + ", but is " + bytes, null);
        }
        return bytes;
    }

    private <T> void set(String key, Optional<T> value, BiFunction<Limits.Builder, T, Limits.Builder> setter) {
        if (value.isPresent()) {
            limits = checked(
                    key, () -> setter.apply(limits.toBuilder(), value.get()).build());
        }
    }

    private Limits checked(String key, Supplier<Limits> setting) {
        try {
            return setting.get();
        } catch (IllegalArgumentException e) {
            throw wrong(key, KeyWords.of(e.getMessage()), e);
        }
    }

    private ConfigurationException wrong(String key, String message, Throwable cause) {
        return new ConfigurationException(prefix + key + ": " + message, cause, Set.of(prefix + key));
    }
}
