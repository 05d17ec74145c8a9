/** Several processes: which one a container lives on, and how a request gets there. */
package io.github.langchain4j.ptc.samples.proxy.node;
