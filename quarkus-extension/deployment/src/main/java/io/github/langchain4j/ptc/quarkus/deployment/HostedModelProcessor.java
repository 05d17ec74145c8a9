package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.runtime.HostedModel;
import io.github.langchain4j.ptc.quarkus.runtime.HostedModelRecorder;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.quarkiverse.langchain4j.deployment.DeclarativeAiServiceBuildItem;
import io.quarkiverse.langchain4j.deployment.items.SelectedChatModelProviderBuildItem;
import io.quarkus.arc.deployment.SyntheticBeansRuntimeInitBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.Consume;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;

/**
 * Refuses services whose model runs programs at Anthropic, which Quarkus LangChain4j offers too: when the application is
 * built, by what the configuration says then, and again when it starts.
 */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class HostedModelProcessor {

    private static final String PROVIDER = "anthropic";

    @BuildStep
    void refuse(
            PtcBuildConfig fixed,
            CombinedIndexBuildItem index,
            List<DeclarativeAiServiceBuildItem> services,
            List<SelectedChatModelProviderBuildItem> providers,
            BuildProducer<ValidationErrorBuildItem> errors) {
        Config config = ConfigProvider.getConfig();
        Participation participation = new Participation(config, fixed.allServices());
        Set<String> names = names(providers);
        for (DeclarativeAiServiceBuildItem service : services) {
            ClassInfo type = service.getServiceClassInfo();
            boolean takesPart = Toolsets.methods(type, index.getIndex()).stream()
                    .anyMatch(method -> participation.takesPart(type, method));
            if (takesPart && uses(service, names)) {
                model(service, index.getIndex())
                        .clash(config)
                        .map(ValidationErrorBuildItem::new)
                        .ifPresent(errors::produce);
            }
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(SyntheticBeansRuntimeInitBuildItem.class)
    void check(
            HostedModelRecorder recorder,
            CombinedIndexBuildItem index,
            List<DeclarativeAiServiceBuildItem> services,
            List<SelectedChatModelProviderBuildItem> providers) {
        Set<String> names = names(providers);
        List<HostedModel> models = services.stream()
                .filter(service -> uses(service, names))
                .map(service -> model(service, index.getIndex()))
                .toList();
        if (!models.isEmpty()) {
            recorder.check(models);
        }
    }

    /** The names of the models of Anthropic. */
    private static Set<String> names(List<SelectedChatModelProviderBuildItem> providers) {
        return providers.stream()
                .filter(selected -> selected.getProvider().equals(PROVIDER))
                .map(SelectedChatModelProviderBuildItem::getConfigName)
                .collect(Collectors.toSet());
    }

    private static boolean uses(DeclarativeAiServiceBuildItem service, Set<String> names) {
        return service.getChatLanguageModelSupplierClassDotName() == null
                && service.getStreamingChatLanguageModelSupplierClassDotName() == null
                && names.contains(service.getChatModelName());
    }

    private static HostedModel model(DeclarativeAiServiceBuildItem service, IndexView index) {
        return new HostedModel(
                service.getServiceClassInfo().name().toString(),
                Toolsets.methods(service.getServiceClassInfo(), index).stream()
                        .collect(Collectors.toMap(
                                PtcProcessor::signature,
                                method -> method.declaringClass().name().toString(),
                                (one, other) -> one)),
                service.getChatModelName());
    }
}
