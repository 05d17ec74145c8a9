/** Who may use the service, and how much of it. Depends on nothing but the configuration and the API's errors. */
package io.github.langchain4j.ptc.samples.proxy.access;
