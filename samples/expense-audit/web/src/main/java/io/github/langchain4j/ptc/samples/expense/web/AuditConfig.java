package io.github.langchain4j.ptc.samples.expense.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What can be set of the sample, beside all that Quarkus and the extension offer. */
@ConfigMapping(prefix = "audit")
interface AuditConfig {

    /** The name of the recorded model. */
    String RECORDED = "recorded";

    /** The model: {@code recorded}, or what an OpenAI-compatible endpoint calls it. */
    @WithDefault(RECORDED)
    String model();

    /** The endpoint of a real model. */
    @WithDefault("https://api.openai.com/v1")
    String baseUrl();

    /** The endpoint's key; other endpoints than OpenAI's may need none. */
    Optional<String> apiKey();

    /** A folder to write what the recorded model is asked to; for one question after the start, in both ways. */
    Optional<Path> record();

    /** How slow things are made, so that eyes can follow. */
    Pace pace();

    /** How slow things are made, so that eyes can follow. */
    interface Pace {

        /** Pause of the recorded model before each few characters that it writes. */
        @WithDefault("15ms")
        Duration typing();

        /** The longest time for which a call of a program is held before it reaches its tool; none if 0. */
        @WithDefault("600ms")
        Duration calls();
    }

    default boolean isRecorded() {
        return model().equals(RECORDED);
    }
}
