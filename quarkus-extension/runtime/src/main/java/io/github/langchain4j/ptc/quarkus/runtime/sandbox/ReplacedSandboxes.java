package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import java.util.Set;

/**
 * The Docker sandboxes for which the embedded one stands in, as their image or the engine is missing; Dev Services find
 * that out when the application is built. None in production.
 *
 * @param names of the sandboxes
 */
public record ReplacedSandboxes(Set<String> names) {}
