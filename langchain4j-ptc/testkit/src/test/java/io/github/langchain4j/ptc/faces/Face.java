package io.github.langchain4j.ptc.faces;

/** The ways in from LangChain4j: the columns of the table in {@code docs/faces.md}. */
public enum Face {
    CODE_TOOL("Code tool in an AI service"),
    IN_PROCESS("`PtcChatModel` with `tools(…)`"),
    THROUGH_CALLER("`PtcChatModel.wrap(…)`"),
    STREAMING("`PtcStreamingChatModel`"),
    DIRECT("`ProgramRunner`");

    private final String title;

    Face(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
