package io.github.langchain4j.ptc.codetool;

/** How long the variables and files of programs live. */
public enum SessionScope {

    /** Until the model has answered: each call of a chat model or AI service starts afresh. */
    CALL,

    /** As long as the conversation is used: a later program finds what an earlier one left, idle time permitting. */
    CONVERSATION
}
