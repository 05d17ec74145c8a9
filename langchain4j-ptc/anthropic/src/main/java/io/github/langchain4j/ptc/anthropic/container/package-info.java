/**
 * Containers: sessions of programs that clients name, each its owner's alone, with the program that waits in it and the
 * last response. Depends on {@code wire}, and on the library for running programs.
 */
package io.github.langchain4j.ptc.anthropic.container;
