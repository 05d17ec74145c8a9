/**
 * Programmatic tool calling in the AI services of Quarkus LangChain4j: replaces the tools of each call of a service, and
 * executes those that programs call as Quarkus does. Depends on {@code config} and {@code sandbox}.
 */
package io.github.langchain4j.ptc.quarkus.runtime;
