/**
 * The models behind: which of LangChain4j's models a name of the API stands for. Implemented and filled by the
 * application. Depends on nothing else of the library.
 */
package io.github.langchain4j.ptc.anthropic.backing;
