package io.github.langchain4j.ptc.faces;

/** What users of LangChain4j may want to keep: the rows of the table in {@code docs/faces.md}. */
public enum Feature {
    MODERATION("Moderation before tools run"),
    TOOL_EXECUTIONS("`Result.toolExecutions`"),
    EVENTS("`ToolExecutedEvent` per inner call"),
    CALLBACKS("Callbacks `beforeToolExecution`, `afterToolExecution`"),
    ERROR_HANDLERS("Tool error handlers"),
    MEMORY_ID("`@ToolMemoryId`"),
    INVOCATION("`InvocationParameters`, `InvocationContext`"),
    CHAT_MEMORY("What chat memory holds"),
    STREAMING("Streaming"),
    IMMEDIATE("`ReturnBehavior.IMMEDIATE`"),
    PARALLEL("Parallel tool calls"),
    ROUNDS("Model calls counted as rounds"),
    VARIABLES("Variables live on in the conversation"),
    TOOL_PROVIDER("`ToolProvider`"),
    TOOL_SEARCH("Tool search"),
    FILES("Files that programs leave"),
    IMAGES("Images that programs make, for the model"),
    STRUCTURED_OUTPUTS("Structured outputs"),
    GUARDRAILS("Guardrails"),
    WITHOUT_TOOL_CALLING("Models without tool calling"),
    SERVICE_CHANGES("Needs changes to the service");

    private final String title;

    Feature(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
