/** Where programs run, as it is configured. Depends on the configuration and on the sandboxes. */
package io.github.langchain4j.ptc.samples.proxy.programs;
