/**
 * The tools that programs may call: found on Java beans or given as specifications, described to the model as Python
 * stubs, their arguments checked on the host, their results turned into the values that a program gets. Depends on
 * {@code engine}.
 */
package io.github.langchain4j.ptc.catalog;
