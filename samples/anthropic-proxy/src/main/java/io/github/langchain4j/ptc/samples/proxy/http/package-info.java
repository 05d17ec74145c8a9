/**
 * HTTP: what comes in on an event loop is read, checked and handed to a thread of its own; what goes out is written as it
 * comes. Depends on all other packages but the root.
 */
package io.github.langchain4j.ptc.samples.proxy.http;
