/** Tools that know who calls them, in what request, transaction and trace, and the services that have them called. */
package io.github.langchain4j.ptc.quarkus.it.calls;
