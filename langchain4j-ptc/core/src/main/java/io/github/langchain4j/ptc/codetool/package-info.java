/**
 * The code tool: what a model is told of it, what it makes of the model's arguments, the sessions in which its programs
 * run, and what the model gets to read of them. Depends on {@code program}, {@code catalog} and {@code engine}.
 */
package io.github.langchain4j.ptc.codetool;
