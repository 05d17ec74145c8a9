package io.github.langchain4j.ptc.quarkus.runtime.dev;

import java.util.List;

/**
 * A program and all that is kept of what it did.
 *
 * @param summary of it
 * @param code its source
 * @param output what it printed
 * @param ending how it ended
 * @param forModel what a model got to read of it
 * @param warnings for the model
 * @param files that it left
 * @param computeMillis the time in which it could run
 * @param calls of tools, in the order of calling
 * @param callsLeftOut that are not kept, because they are too many
 */
record RunDetail(
        RunSummary summary,
        Shown code,
        Shown output,
        Ending ending,
        Shown forModel,
        List<String> warnings,
        List<LeftFile> files,
        long computeMillis,
        List<ToolCall> calls,
        int callsLeftOut) {

    /**
     * How a program ended.
     *
     * @param kind the simple name of the outcome; empty while it runs
     * @param title in a few words
     * @param limit that was hit; empty if none was
     * @param text its result, traceback or message
     */
    record Ending(String kind, String title, String limit, Shown text) {

        static final Ending RUNNING = new Ending("", "", "", Shown.NOTHING);
    }

    /**
     * A file.
     *
     * @param path relative to the output folder
     * @param bytes of it
     */
    record LeftFile(String path, int bytes) {}

    /**
     * A call of a tool.
     *
     * @param tool its name
     * @param arguments as JSON
     * @param answered whether it has been
     * @param failed whether the tool failed or was refused
     * @param result as JSON, or the failure's message
     * @param startedAfter milliseconds from the program's start
     * @param millis it took
     */
    record ToolCall(
            String tool,
            Shown arguments,
            boolean answered,
            boolean failed,
            Shown result,
            double startedAfter,
            double millis) {}
}
