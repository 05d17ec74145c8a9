/**
 * The models that are configured, behind the names that clients say. Depends on the configuration, the library's
 * {@code backing} and LangChain4j's providers.
 */
package io.github.langchain4j.ptc.samples.proxy.model;
