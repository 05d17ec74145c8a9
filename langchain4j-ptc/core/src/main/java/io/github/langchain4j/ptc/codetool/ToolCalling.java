package io.github.langchain4j.ptc.codetool;

/** How a model is told of the code tool, and how it calls it. */
public enum ToolCalling {

    /** As a tool of the request, called by a tool call: for models and providers that know tools. */
    NATIVE,

    /**
     * As text: the system message describes it, the model ends a reply with a block of Python to call it, and the result
     * is a user message. For models that know no tools, or write better programs so. The provider gets no tools, no tool
     * calls and no results of tools, also none of the caller's: what only the model may call directly is refused.
     */
    FENCED,

    /**
     * As with {@link #NATIVE}, and a reply that without doubt is a program is run, too: one that ends with a block of
     * Python, or a tool call written as text, that calls one of the functions. If the provider refuses tools, the model
     * is asked again as with {@link #FENCED}, and from then on always so.
     */
    AUTO
}
