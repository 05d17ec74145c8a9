/**
 * The response to one request: the loop of model and programs, and the message with its events. Depends on {@code wire},
 * {@code history} and {@code container}, and on the library for models and the code tool.
 */
package io.github.langchain4j.ptc.anthropic.turn;
