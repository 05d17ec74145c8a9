package io.github.langchain4j.ptc.sandbox;

/**
 * What one interpreter may use. Immutable. Interpreters started from equal specs are interchangeable until first use.
 *
 * @param memoryBytes memory of the whole interpreter; a sandbox that cannot enforce it says so in its documentation
 * @param processes processes and threads that the interpreter may have, where the sandbox has any
 * @param maxFrameBytes the largest payload of a frame in either direction; a larger one from the sandbox ends the
 *     interpreter
 * @param filesBytes room for the files of the session
 */
public record InterpreterSpec(long memoryBytes, int processes, int maxFrameBytes, long filesBytes) {

    /** 256 MiB, 64 processes, frames up to 8 MiB, 64 MiB of files. */
    public static final InterpreterSpec DEFAULT = new InterpreterSpec(256L << 20, 64, 8 << 20, 64L << 20);

    public InterpreterSpec {
        atLeast("memoryBytes", memoryBytes, 16L << 20);
        atLeast("processes", processes, 1);
        atLeast("maxFrameBytes", maxFrameBytes, 64 << 10);
        atLeast("filesBytes", filesBytes, 0);
    }

    private static void atLeast(String name, long value, long minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", but is " + value);
        }
    }
}
