package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.Type;

/** Which sandboxes are on the class path; the application brings those that it wants. */
final class SandboxArtifacts {

    private SandboxArtifacts() {}

    /** Whether sandboxes of a type can be made. */
    static boolean has(Type type) {
        try {
            return switch (type) {
                case EMBEDDED -> EmbeddedSandbox.class.getName() != null;
                case DOCKER -> DockerSandbox.class.getName() != null;
                case BEAN -> true;
            };
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }

    /** The artifact of a type of sandboxes. */
    static String artifactOf(Type type) {
        return "io.github.langchain4j-ptc:langchain4j-ptc-" + type.name().toLowerCase(java.util.Locale.ROOT);
    }
}
