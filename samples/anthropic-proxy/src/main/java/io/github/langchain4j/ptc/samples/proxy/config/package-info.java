/** What operators can configure. Depends on nothing else of the application. */
package io.github.langchain4j.ptc.samples.proxy.config;
