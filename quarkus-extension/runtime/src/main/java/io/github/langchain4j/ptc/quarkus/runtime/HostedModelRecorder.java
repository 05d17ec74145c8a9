package io.github.langchain4j.ptc.quarkus.runtime;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Refuses to start with programs of two kinds, which the configuration at the start decides. */
@Recorder
public class HostedModelRecorder {

    /** @throws io.quarkus.runtime.configuration.ConfigurationException naming keys, service and what to do */
    public void check(List<HostedModel> models) {
        Services services = Arc.container().instance(Services.class).get();
        Config config = ConfigProvider.getConfig();
        for (HostedModel model : models) {
            boolean takesPart = model.methods().entrySet().stream()
                    .anyMatch(method -> services.takesPart(model.service(), method.getValue(), method.getKey()));
            if (takesPart) {
                model.clash(config).ifPresent(clash -> {
                    throw clash;
                });
            }
        }
    }
}
