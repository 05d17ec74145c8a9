package io.github.langchain4j.ptc.anthropic.turn;

import io.github.langchain4j.ptc.anthropic.container.Containers;
import io.github.langchain4j.ptc.anthropic.wire.ClientTool;
import io.github.langchain4j.ptc.anthropic.wire.Tools;
import io.github.langchain4j.ptc.codetool.Remembered;
import io.github.langchain4j.ptc.codetool.Retries;

/** What is the same for all requests. Thread-safe. */
public final class TurnSettings {

    private static final int REMEMBERED = 64;

    /** Characters of schemas: what is remembered must not add up to more than some megabytes. */
    private static final int MOST_TO_REMEMBER = 100_000;

    private final Containers containers;
    private final String packages;
    private final int maxRounds;
    private final Retries retries;
    private final Remembered<Tools, Toolset> toolsets = new Remembered<>(REMEMBERED);

    /**
     * @param containers where programs run
     * @param packages what programs may import beyond the standard library, in words
     * @param maxRounds calls of the model for one response
     * @param retries of the model after a program ran
     */
    public TurnSettings(Containers containers, String packages, int maxRounds, Retries retries) {
        this.containers = containers;
        this.packages = packages;
        this.maxRounds = maxRounds;
        this.retries = retries;
    }

    Containers containers() {
        return containers;
    }

    int maxRounds() {
        return maxRounds;
    }

    Retries retries() {
        return retries;
    }

    /** The tools of a request; clients send the same ones again and again. */
    Toolset toolset(Tools tools) {
        return isSmall(tools) ? toolsets.get(tools, key -> Toolset.of(key, packages)) : Toolset.of(tools, packages);
    }

    private static boolean isSmall(Tools tools) {
        int characters = 0;
        for (ClientTool tool : tools.client()) {
            characters += tool.description().length() + tool.schema().toString().length();
            if (characters > MOST_TO_REMEMBER) {
                return false;
            }
        }
        return true;
    }
}
