package io.github.langchain4j.ptc.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;

/** Adds programmatic tool calling to the AI services of an application. */
class PtcProcessor {

    private static final String FEATURE = "langchain4j-ptc";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }
}
