package io.github.langchain4j.ptc.quarkus.runtime.sandbox;

import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.DockerConfig;
import io.github.langchain4j.ptc.quarkus.runtime.config.SandboxConfig.EmbeddedConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings that a sandbox is opened with, in words that are equal when the settings are. */
final class Fingerprint {

    private Fingerprint() {}

    /** All that a sandbox and its interpreters depend on; not the limits that are enforced outside of it. */
    static String of(SandboxSettings settings) {
        String own = switch (settings.type()) {
            case EMBEDDED -> values(EmbeddedConfig.class, settings.config().embedded());
            case DOCKER -> docker(settings.config().docker());
            case BEAN -> "";
        };
        return settings.type() + " " + settings.limits().interpreter() + " " + settings.minIdle() + " "
                + settings.maxTotal() + " " + own;
    }

    private static String docker(DockerConfig config) {
        return values(DockerConfig.class, config)
                + config.seccompProfile().map(Fingerprint::version).orElse("");
    }

    private static String version(String file) {
        try {
            return " of " + Files.getLastModifiedTime(Path.of(file));
        } catch (IOException | IllegalArgumentException e) {
            return ""; // no file: "unconfined", or an error that is reported when the sandbox is opened
        }
    }

    /** Reads the interface, so that a setting that is added later is not forgotten here. */
    private static String values(Class<?> type, Object config) {
        return Arrays.stream(type.getMethods())
                .sorted(Comparator.comparing(Method::getName))
                .map(setting -> setting.getName() + "=" + value(setting, config))
                .collect(Collectors.joining(" "));
    }

    private static Object value(Method setting, Object config) {
        try {
            Object value = setting.invoke(config);
            return ordered(value instanceof Optional<?> optional ? optional.orElse(null) : value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The setting " + setting.getName() + " cannot be read", e);
        }
    }

    private static Object ordered(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new TreeMap<>(map);
        }
        return value instanceof Collection<?> all
                ? all.stream().map(String::valueOf).sorted().toList()
                : value;
    }
}
