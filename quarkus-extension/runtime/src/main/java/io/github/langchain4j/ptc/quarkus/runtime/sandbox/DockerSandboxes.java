package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.docker.PullPolicy;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.DockerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes Docker sandboxes; loaded only where their artifact is. Used once. */
final class DockerSandboxes {

    private final String prefix;
    private final DockerSandbox.Builder builder = DockerSandbox.builder();

    private DockerSandboxes(String prefix) {
        this.prefix = prefix;
    }

    /**
     * A sandbox; the engine is not asked yet.
     *
     * @param prefix of its keys, with the last dot
     * @throws ConfigurationException naming the key and what is wrong
     */
    static DockerSandbox create(String prefix, DockerConfig config) {
        DockerSandboxes sandbox = new DockerSandboxes(prefix + "docker.");
        DockerSandbox.Builder builder = sandbox.read(config);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw sandbox.wrong(subject(e.getMessage()), e.getMessage(), e);
        }
    }

    /** What the configuration says, not checked as a whole. */
    static DockerSandbox.Builder builder(String prefix, DockerConfig config) {
        return new DockerSandboxes(prefix + "docker.").read(config);
    }

    private DockerSandbox.Builder read(DockerConfig config) {
        readImage(config);
        readContainer(config);
        readEngine(config);
        return builder;
    }

    /** The key of the setting that a message begins with. */
    private static String subject(String message) {
        String word = message.replaceFirst("(?s) .*", "");
        return switch (word) {
            case "image", "python", "network", "user", "runtime" -> word;
            case "seccompProfile" -> "seccomp-profile";
            case "maxLifetime" -> "max-lifetime";
            case "The" -> "environment"; // its name or value
            default -> "host"; // docker-java's own
        };
    }

    private void readImage(DockerConfig config) {
        set("image", config.image(), builder::image);
        config.packages().ifPresent(packages -> set("packages", packages, builder::packages));
        set("pull-policy", config.pullPolicy(), value -> builder.pullPolicy(constant(PullPolicy.class, value)));
        set("pull-timeout", config.pullTimeout(), builder::pullTimeout);
        set("parallel-starts", config.parallelStarts(), builder::parallelStarts);
    }

    private void readContainer(DockerConfig config) {
        set("python", config.python(), builder::python);
        set("user", config.user(), builder::user);
        set("network", config.network(), builder::network);
        set("read-only-root", config.readOnlyRoot(), builder::readOnlyRoot);
        set("no-new-privileges", config.noNewPrivileges(), builder::noNewPrivileges);
        config.capabilities()
                .ifPresent(names -> set("capabilities", names, all -> {
                    Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
                    all.forEach(name -> capabilities.add(constant(Capability.class, name)));
                    builder.capabilities(capabilities);
                }));
        config.seccompProfile().ifPresent(file -> set("seccomp-profile", file, this::readProfile));
        config.runtime().ifPresent(runtime -> set("runtime", runtime, builder::runtime));
        config.cpus().ifPresent(cpus -> set("cpus", cpus, builder::cpus));
        set("environment", config.environment(), builder::environment);
        set("max-lifetime", config.maxLifetime(), builder::maxLifetime);
    }

    private void readProfile(String file) {
        if (file.equals("unconfined")) {
            builder.seccompProfile(file);
            return;
        }
        try {
            builder.seccompProfile(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " cannot be read", e);
        }
    }

    private void readEngine(DockerConfig config) {
        if (config.host().isEmpty()
                && config.tlsVerify().isEmpty()
                && config.certPath().isEmpty()) {
            return;
        }
        DefaultDockerClientConfig.Builder engine = DefaultDockerClientConfig.createDefaultConfigBuilder();
        config.host().ifPresent(host -> set("host", host, engine::withDockerHost));
        config.tlsVerify().ifPresent(verify -> set("tls-verify", verify, engine::withDockerTlsVerify));
        config.certPath().ifPresent(path -> set("cert-path", path, engine::withDockerCertPath));
        builder.dockerClientConfig(checked("host", engine::build));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Optional.of(name)
                .filter(wanted ->
                        EnumSet.allOf(type).stream().anyMatch(c -> c.name().equals(wanted)))
                .map((Function<String, E>) wanted -> Enum.valueOf(type, wanted))
                .orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is none of "
                        + EnumSet.allOf(type)
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')));
    }

    private <T> void set(String key, T value, Consumer<T> setter) {
        checked(key, () -> {
            setter.accept(value);
            return null;
        });
    }

    private <T> T checked(String key, Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            throw wrong(key, String.valueOf(e.getMessage()), e);
        }
    }

    private ConfigurationException wrong(String key, String message, RuntimeException cause) {
        return new ConfigurationException(prefix + key + ": " + KeyWords.of(message), cause, Set.of(prefix + key));
    }
}
