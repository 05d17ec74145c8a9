package io.github.langchain4j.ptc.anthropic.wire;

import java.util.List;
import java.util.Optional;

/**
 * The tools of a request.
 *
 * @param codeExecution the version of the code execution tool, if it is there
 * @param client those that the client executes, in order
 * @param choice how the model is to choose
 */
public record Tools(Optional<String> codeExecution, List<ClientTool> client, Choice choice) {

    /** What the model and the client call the code execution tool. */
    public static final String CODE_EXECUTION = "code_execution";

    /** The header without which the first version does not exist. */
    public static final String BETA = "advanced-tool-use-2025-11-20";

    /** The first version. */
    public static final String BETA_VERSION = "code_execution_20250825";

    private static final String CALLER_VERSION = "code_execution_20260120";

    /** No tools. */
    public static final Tools NONE = new Tools(Optional.empty(), List.of(), Choice.AUTO);

    /**
     * How the model is to choose.
     *
     * @param type {@code auto}, {@code any}, {@code tool} or {@code none}
     * @param name of the tool that it must use; empty if it is not said
     * @param parallel whether it may use several at once
     */
    public record Choice(String type, String name, boolean parallel) {

        /** As it likes. */
        public static final Choice AUTO = new Choice("auto", "", true);
    }

    public Tools {
        client = List.copyOf(client);
    }

    /** Whether the model can write programs. */
    public boolean hasPrograms() {
        return codeExecution.isPresent();
    }

    /** The tools that programs may call. */
    public List<ClientTool> programmatic() {
        return client.stream().filter(ClientTool::programmatic).toList();
    }

    /** The tools that the model may use itself. */
    public List<ClientTool> direct() {
        return client.stream().filter(ClientTool::direct).toList();
    }

    /**
     * The program as a caller. The newest version has no caller of its own in Anthropic's SDKs.
     *
     * @param serverToolUse the block of the program
     */
    public Caller program(String serverToolUse) {
        boolean beta = codeExecution.filter(BETA_VERSION::equals).isPresent();
        return new Caller(beta ? BETA_VERSION : CALLER_VERSION, serverToolUse);
    }
}
