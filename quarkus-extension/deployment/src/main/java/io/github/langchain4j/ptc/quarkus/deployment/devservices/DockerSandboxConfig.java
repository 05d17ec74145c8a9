package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import io.github.langchain4j.ptc.quarkus.runtime.config.PtcConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.DockerConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.Type;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * A sandbox that the configuration has run in containers.
 *
 * @param name of it
 * @param prefix of its keys, with the last dot
 * @param image of the containers and where the engine is
 * @param mayBeReplaced whether the application may run programs in this JVM instead
 */
record DockerSandboxConfig(String name, String prefix, DockerConfig image, boolean mayBeReplaced) {

    private static final String ROOT = "quarkus.langchain4j.ptc.";

    /**
     * All of them, as the application will read them when it starts.
     *
     * @param known what build steps know of the configuration
     * @param embedded whether the application has the embedded sandbox
     * @throws RuntimeException if the configuration cannot be read
     */
    static List<DockerSandboxConfig> all(SmallRyeConfig known, boolean embedded) {
        PtcConfig config = runTimeConfig(known);
        boolean replaceable =
                embedded && config.trustLevel().orElse(TrustLevel.NONE).compareTo(TrustLevel.EMBEDDED) <= 0;
        List<DockerSandboxConfig> found = new ArrayList<>();
        if (isDocker(config.sandbox(), embedded)) {
            found.add(new DockerSandboxConfig(
                    Sandboxes.DEFAULT, ROOT + "sandbox.", config.sandbox().docker(), replaceable));
        }
        config.sandboxes().forEach((name, sandbox) -> {
            if (isDocker(sandbox, embedded)) {
                found.add(
                        new DockerSandboxConfig(name, ROOT + "sandboxes." + name + ".", sandbox.docker(), replaceable));
            }
        });
        return found;
    }

    private static boolean isDocker(SandboxConfig sandbox, boolean embedded) {
        return sandbox.type().map(type -> type == Type.DOCKER).orElse(!embedded);
    }

    /** Build steps are not given what is read when the application starts, so this reads the same sources. */
    private static PtcConfig runTimeConfig(SmallRyeConfig known) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withProfiles(known.getProfiles())
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withValidateUnknown(false)
                .withMapping(PtcConfig.class);
        known.getConfigSources().forEach(builder::withSources);
        return builder.build().getConfigMapping(PtcConfig.class);
    }
}
