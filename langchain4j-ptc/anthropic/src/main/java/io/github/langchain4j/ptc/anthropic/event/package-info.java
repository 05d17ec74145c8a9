/**
 * Server-sent events in the order of the API, and where they go. Depends on nothing else of the library.
 */
package io.github.langchain4j.ptc.anthropic.event;
