/**
 * The model loop behind the decorated models: what a request offers to the model, which of the model's tool requests
 * are answered here, and the history that the model saw and the caller did not. Depends on {@code codetool},
 * {@code written}, {@code program}, {@code catalog} and {@code engine}.
 */
package io.github.langchain4j.ptc.chat;
