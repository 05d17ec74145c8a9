/**
 * The recorded model: answers of a model in files, replayed only for the very requests that they were given to. Depends
 * on LangChain4j alone.
 */
package io.github.langchain4j.ptc.samples.expense.recording;
