/**
 * The protocol between host and runner: frames as bytes, messages as strictly parsed JSON, and the runner's source. See
 * {@code docs/protocol.md}. Depends on {@code sandbox}.
 */
package io.github.langchain4j.ptc.protocol;
