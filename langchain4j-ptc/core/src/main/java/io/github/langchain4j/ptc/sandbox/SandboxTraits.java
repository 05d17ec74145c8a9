package io.github.langchain4j.ptc.sandbox;

import java.util.Objects;

/**
 * What a sandbox can do and how far it isolates. Immutable.
 *
 * @param name short name for messages, metrics and configuration, such as {@code embedded}
 * @param trust how far the program is isolated from the host
 * @param stepped whether frames move in steps (each is a request that takes what was sent, and brings what the program
 *     does up to where it is idle) instead of streaming in both directions all the time. Answers are held back for each
 *     other then
 * @param threads whether programs have real threads
 * @param processes whether programs can start processes
 * @param packages what the model may import beyond the standard library, in words; empty if nothing
 */
public record SandboxTraits(
        String name, TrustLevel trust, boolean stepped, boolean threads, boolean processes, String packages) {

    public SandboxTraits {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(packages, "packages");
    }
}
