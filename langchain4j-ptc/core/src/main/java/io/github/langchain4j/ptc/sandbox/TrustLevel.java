package io.github.langchain4j.ptc.sandbox;

/** How far a sandbox isolates programs from the host, weakest first; compare with {@link #compareTo}. */
public enum TrustLevel {
    /** No isolation: programs run with the authority of this process's user. For tests only. */
    NONE,
    /** Isolated by a language runtime inside this process, such as WebAssembly in the JVM. */
    EMBEDDED,
    /** Isolated by the kernel of a shared host, such as a hardened container. */
    CONTAINER,
    /** Isolated by a virtual machine with a kernel of its own. */
    MICRO_VM
}
