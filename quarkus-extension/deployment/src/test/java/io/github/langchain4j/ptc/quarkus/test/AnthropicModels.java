package io.github.langchain4j.ptc.quarkus.test;

import io.quarkiverse.langchain4j.deployment.items.ChatModelProviderCandidateBuildItem;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.builder.BuildStep;
import java.util.function.Consumer;

/** Makes Anthropic the provider of all models, as its extension does. */
public final class AnthropicModels implements Consumer<BuildChainBuilder> {

    @Override
    public void accept(BuildChainBuilder chain) {
        chain.addBuildStep(new BuildStep() {
                    @Override
                    public void execute(BuildContext context) {
                        context.produce(new ChatModelProviderCandidateBuildItem("anthropic"));
                    }
                })
                .produces(ChatModelProviderCandidateBuildItem.class)
                .build();
    }
}
