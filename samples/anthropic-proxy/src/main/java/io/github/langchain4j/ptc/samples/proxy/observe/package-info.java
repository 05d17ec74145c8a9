/** Metrics, health and the access log: what operators see. No code, arguments, results or keys. */
package io.github.langchain4j.ptc.samples.proxy.observe;
