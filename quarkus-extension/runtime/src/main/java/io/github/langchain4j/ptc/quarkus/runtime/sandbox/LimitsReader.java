package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.quarkus.runtime.config.LimitsConfig;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads limits from the configuration, one after the other, so that an error can name the key. Used once. */
final class LimitsReader {

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
        LimitsReader reader = new LimitsReader(prefix, defaults);
        reader.readInterpreter(config); // first: the largest frame must hold code and results
        reader.readTimes(config);
        reader.readCounts(config);
        reader.readSizes(config);
        return reader.limits;
    }

    private void readInterpreter(LimitsConfig config) {
        set("frame-size", bytes(config.frameSize()), (limits, frame) -> {
            InterpreterSpec old = this.limits.interpreter();
            return limits.interpreter(new InterpreterSpec(old.memoryBytes(), old.processes(), frame, old.filesBytes()));
        });
        set("memory", longBytes(config.memory()), (limits, memory) -> {
            InterpreterSpec old = this.limits.interpreter();
            return limits.interpreter(
                    new InterpreterSpec(memory, old.processes(), old.maxFrameBytes(), old.filesBytes()));
        });
        set("processes", count(config.processes()), (limits, processes) -> {
            InterpreterSpec old = this.limits.interpreter();
            return limits.interpreter(
                    new InterpreterSpec(old.memoryBytes(), processes, old.maxFrameBytes(), old.filesBytes()));
        });
        set("files-size", longBytes(config.filesSize()), (limits, files) -> {
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
        set("code-size", bytes(config.codeSize()), Limits.Builder::codeBytes);
        set("output-size", bytes(config.outputSize()), Limits.Builder::outputBytes);
        set("result-size", bytes(config.resultSize()), Limits.Builder::resultBytes);
        set("output-files-size", longBytes(config.outputFilesSize()), Limits.Builder::outputFileBytes);
    }

    private static Optional<Integer> count(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    private static Optional<Long> longBytes(Optional<MemorySize> size) {
        return size.map(MemorySize::asLongValue);
    }

    private static Optional<Integer> bytes(Optional<MemorySize> size) {
        return size.map(value -> (int) Math.min(value.asLongValue(), Integer.MAX_VALUE));
    }

    private <T> void set(String key, Optional<T> value, BiFunction<Limits.Builder, T, Limits.Builder> setter) {
        if (value.isEmpty()) {
            return;
        }
        try {
            limits = setter.apply(limits.toBuilder(), value.get()).build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(prefix + key + ": " + e.getMessage(), e, Set.of(prefix + key));
        }
    }
}
