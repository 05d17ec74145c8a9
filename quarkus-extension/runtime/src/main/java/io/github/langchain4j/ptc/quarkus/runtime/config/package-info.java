/** The configuration of the extension, {@code quarkus.langchain4j.ptc.*}. Depends on nothing else of it. */
package io.github.langchain4j.ptc.quarkus.runtime.config;
