/**
 * A command line that asks one question twice: once by programmatic tool calling, once by ordinary tool calling, and
 * shows what each of them cost. Depends on {@code company}, {@code recording} and the library.
 */
package io.github.langchain4j.ptc.samples.expense;
