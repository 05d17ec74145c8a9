/**
 * The expense audit as a Quarkus application: a page that asks the question and shows live what happens. Depends on the
 * command line's module, and on the Quarkus extension.
 */
package io.github.langchain4j.ptc.samples.expense.web;
