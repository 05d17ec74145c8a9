package io.github.langchain4j.ptc.quarkus.deployment.devservices;

import io.quarkus.builder.item.MultiBuildItem;

/** A Docker sandbox that cannot be used here, and for which the embedded one stands in for this run. */
public final class ReplacedSandboxBuildItem extends MultiBuildItem {

    private final String name;

    ReplacedSandboxBuildItem(String name) {
        this.name = name;
    }

    /** The sandbox's name. */
    public String name() {
        return name;
    }
}
