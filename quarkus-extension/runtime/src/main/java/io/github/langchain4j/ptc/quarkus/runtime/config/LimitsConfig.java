package io.github.langchain4j.ptc.quarkus.runtime.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.configuration.MemorySize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What programs and sessions may use. */
public interface LimitsConfig {

    /**
     * Time of a program in which it can run; waiting for tools does not count.
     */
    @ConfigDocDefault("30s")
    Optional<Duration> computeTime();

    /**
     * Time of a program from its start to its end.
     */
    @ConfigDocDefault("5m")
    Optional<Duration> wallTime();

    /**
     * Time to start an interpreter, waiting for a free one included.
     */
    @ConfigDocDefault("60s")
    Optional<Duration> startTime();

    /**
     * Tool calls of one program.
     */
    @ConfigDocDefault("1000")
    OptionalInt toolCalls();

    /**
     * Tool calls of one program that are not answered yet; more wait inside the program.
     */
    @ConfigDocDefault("256")
    OptionalInt callsInFlight();

    /**
     * The source of a program, in UTF-8.
     */
    @ConfigDocDefault("256K")
    Optional<MemorySize> codeSize();

    /**
     * All that a program prints, in UTF-8; more ends it.
     */
    @ConfigDocDefault("1M")
    Optional<MemorySize> outputSize();

    /**
     * The result of a program, in UTF-8; a larger one ends it.
     */
    @ConfigDocDefault("1M")
    Optional<MemorySize> resultSize();

    /**
     * Files that a program may leave.
     */
    @ConfigDocDefault("32")
    OptionalInt outputFiles();

    /**
     * All these files together.
     */
    @ConfigDocDefault("16M")
    Optional<MemorySize> outputFilesSize();

    /**
     * Sessions at once; who wants one more waits, and is then told that all are busy.
     */
    @ConfigDocDefault("64")
    OptionalInt sessions();

    /**
     * Life of a session.
     */
    @ConfigDocDefault("8h")
    Optional<Duration> sessionLifetime();

    /**
     * Time of a session between two programs.
     */
    @ConfigDocDefault("15m")
    Optional<Duration> sessionIdleTime();

    /**
     * Memory of an interpreter.
     */
    @ConfigDocDefault("256M")
    Optional<MemorySize> memory();

    /**
     * Processes and threads of an interpreter, where the sandbox has any.
     */
    @ConfigDocDefault("64")
    OptionalInt processes();

    /**
     * The largest message between the application and an interpreter.
     */
    @ConfigDocDefault("8M")
    Optional<MemorySize> frameSize();

    /**
     * Room for the files of a session.
     */
    @ConfigDocDefault("64M")
    Optional<MemorySize> filesSize();
}
