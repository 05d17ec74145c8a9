package io.github.langchain4j.ptc.catalog;

/** Who may call a tool. */
public enum Caller {
    /** The model itself, in the ordinary way. */
    DIRECT,
    /** A program that the model wrote. */
    CODE
}
