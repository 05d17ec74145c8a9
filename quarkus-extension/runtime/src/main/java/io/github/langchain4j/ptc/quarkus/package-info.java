/** What an application with programmatic tool calling writes into its classes: annotations and a qualifier. */
package io.github.langchain4j.ptc.quarkus;
