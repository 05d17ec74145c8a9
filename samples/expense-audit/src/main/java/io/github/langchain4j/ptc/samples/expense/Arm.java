package io.github.langchain4j.ptc.samples.expense;

/** A way to let a model use tools. */
enum Arm {
    /** Programmatic tool calling. */
    PTC("ptc"),
    /** Ordinary tool calling. */
    DIRECT("direct");

    private final String key;

    Arm(String key) {
        this.key = key;
    }

    /** The name on the command line and in the JSON file. */
    String key() {
        return key;
    }
}
