/**
 * Anthropic's Messages API with programmatic tool calling in front of any LangChain4j model, without HTTP: requests and
 * responses as JSON, streams as events. The packages below, bottom to top: {@code wire}, {@code backing} and {@code
 * event}, {@code history}, {@code container}, {@code turn}. Depends on them and on the library.
 */
package io.github.langchain4j.ptc.anthropic;
