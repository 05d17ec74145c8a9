/**
 * Sessions and executions: everything between the frames of an interpreter and the events of a program, written once for
 * all sandboxes: budgets, the state of calls, deadlines, output, files, the warm supply. Depends on {@code sandbox} and
 * {@code protocol}.
 */
package io.github.langchain4j.ptc.engine;
