/**
 * The embedded sandbox: CPython compiled to WebAssembly and run inside the JVM. Depends on {@code sandbox} and
 * {@code protocol} of the core.
 */
package io.github.langchain4j.ptc.embedded;
