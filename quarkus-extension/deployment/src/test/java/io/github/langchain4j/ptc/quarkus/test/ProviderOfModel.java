package io.github.langchain4j.ptc.quarkus.test;

import io.quarkiverse.langchain4j.deployment.items.SelectedChatModelProviderBuildItem;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.builder.BuildStep;
import java.util.function.Consumer;

/** As if an extension for a provider were there; beans of the application are its models. */
public final class ProviderOfModel implements Consumer<BuildChainBuilder> {

    private final String name;

    /** @param name of the model in the configuration */
    public ProviderOfModel(String name) {
        this.name = name;
    }

    @Override
    public void accept(BuildChainBuilder builder) {
        String model = name;
        builder.addBuildStep(new BuildStep() {
                    @Override
                    public void execute(BuildContext context) {
                        context.produce(new SelectedChatModelProviderBuildItem("test", model));
                    }
                })
                .produces(SelectedChatModelProviderBuildItem.class)
                .build();
    }
}
