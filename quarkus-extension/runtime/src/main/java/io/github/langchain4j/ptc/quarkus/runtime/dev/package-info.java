/**
 * What the Dev UI shows: the tools as models see them, and the last programs with all that they did. Its beans are there in
 * dev mode alone. Depends on {@code runtime}, {@code config} and the library.
 */
package io.github.langchain4j.ptc.quarkus.runtime.dev;
