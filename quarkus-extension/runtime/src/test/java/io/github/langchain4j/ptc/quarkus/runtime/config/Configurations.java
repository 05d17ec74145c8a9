package io.github.langchain4j.ptc.quarkus.runtime.config;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Configurations of an application, read as Quarkus reads them. */
public final class Configurations {

    private static final String ROOT = "quarkus.langchain4j.ptc.";

    private Configurations() {}

    /** What can be set when the application starts; keys without their common beginning, each before its value. */
    public static PtcConfig runtime(String... keysAndValues) {
        return config(keysAndValues).getConfigMapping(PtcConfig.class);
    }

    /** What is settled when the application is built. */
    public static PtcBuildConfig build(String... keysAndValues) {
        return config(keysAndValues).getConfigMapping(PtcBuildConfig.class);
    }

    private static SmallRyeConfig config(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(ROOT + keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PtcConfig.class)
                .withMapping(PtcBuildConfig.class)
                .withDefaultValues(values)
                .build();
    }
}
