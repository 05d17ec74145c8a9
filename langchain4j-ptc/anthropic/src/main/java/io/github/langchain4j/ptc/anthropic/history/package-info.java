/**
 * From the history that a client sends to the messages of LangChain4j: a pure function, because over HTTP the client keeps
 * the history. Depends on {@code wire}, and on the library for what models are told of programs.
 */
package io.github.langchain4j.ptc.anthropic.history;
