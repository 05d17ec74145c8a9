/** The sandboxes of the configuration. Depends on {@code config} and the library. */
package io.github.langchain4j.ptc.quarkus.runtime.sandbox;
