/**
 * The company whose expenses are audited: its records as files, the tools that read them, and the generator that wrote
 * them. Depends on nothing else of the sample.
 */
package io.github.langchain4j.ptc.samples.expense.company;
