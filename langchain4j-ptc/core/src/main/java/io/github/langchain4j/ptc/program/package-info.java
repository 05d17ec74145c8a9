/**
 * Runs programs in process: routes the calls of a program to the tools of a catalogue under a policy, and tells listeners.
 * Depends on {@code catalog} and {@code engine}.
 */
package io.github.langchain4j.ptc.program;
