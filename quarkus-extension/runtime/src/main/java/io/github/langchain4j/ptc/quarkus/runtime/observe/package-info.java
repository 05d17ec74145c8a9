/**
 * Metrics, traces and health of programs and sandboxes; each is there only with the extension that takes it. Depends on
 * {@code config}, {@code sandbox} and the library.
 */
package io.github.langchain4j.ptc.quarkus.runtime.observe;
