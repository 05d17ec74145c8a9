/**
 * The Docker sandbox: each interpreter is a hardened container of its own, see
 * {@link io.github.langchain4j.ptc.docker.DockerSandbox}.
 */
package io.github.langchain4j.ptc.docker;
