/**
 * The code tool in an AI service of LangChain4j: which of the service's tools it takes in, its programs and their
 * sessions, and what the service sees of them. Depends on {@code codetool}, {@code program}, {@code catalog} and
 * {@code engine}.
 */
package io.github.langchain4j.ptc.service;
