/** The application: puts its parts together, starts and ends them. Depends on all other packages. */
package io.github.langchain4j.ptc.samples.proxy;
