/** Prints the figures of the library: what a session, a tool call and a request cost. Nothing here is asserted. */
package io.github.langchain4j.ptc.samples.benchmark;
