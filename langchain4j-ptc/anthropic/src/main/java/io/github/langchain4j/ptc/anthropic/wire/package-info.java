/**
 * What comes from clients and what goes back: requests as checked, immutable values, and errors in the shape of
 * Anthropic's API. Depends on nothing else of the library.
 */
package io.github.langchain4j.ptc.anthropic.wire;
