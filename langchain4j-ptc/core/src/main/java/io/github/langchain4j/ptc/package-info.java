/**
 * The faces of the library, which is how LangChain4j users meet it: chat models with programmatic tool calling. Depends
 * on every other package and is used by none.
 */
package io.github.langchain4j.ptc;
