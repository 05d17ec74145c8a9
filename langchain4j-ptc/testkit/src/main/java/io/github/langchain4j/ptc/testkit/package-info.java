/**
 * What sandboxes and the code that uses them are tested with: the conformance suite, the corpora of programs, a stepped
 * view of any sandbox, and a sandbox without isolation that runs the Python of this machine. Depends on {@code sandbox},
 * {@code protocol} and {@code engine} of the core and on JUnit.
 */
package io.github.langchain4j.ptc.testkit;
