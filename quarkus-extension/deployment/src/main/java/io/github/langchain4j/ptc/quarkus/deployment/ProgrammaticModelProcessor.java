package io.github.langchain4j.ptc.quarkus.deployment;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.langchain4j.ptc.quarkus.Programmatic;
import io.github.langchain4j.ptc.quarkus.runtime.ProgrammaticModelRecorder;
import io.github.langchain4j.ptc.quarkus.runtime.ProgrammaticModels;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkiverse.langchain4j.deployment.RequestChatModelBeanBuildItem;
import io.quarkiverse.langchain4j.runtime.NamedConfigUtil;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem.ExtendedBeanConfigurator;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.BeanInfo;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.builder.item.MultiBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.ParameterizedType;
import org.jboss.jandex.Type;

/** Makes the beans for injection points of chat models with {@link Programmatic}. */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class ProgrammaticModelProcessor {

    private static final DotName CHAT_MODEL = DotName.createSimple(ChatModel.class);
    private static final DotName STREAMING = DotName.createSimple(StreamingChatModel.class);
    private static final DotName PROGRAMMATIC = DotName.createSimple(Programmatic.class);
    private static final DotName MODEL_NAME = DotName.createSimple(ModelName.class);
    private static final DotName BUILT_IN_DEFAULT = DotName.createSimple(Default.class);
    private static final String DEFAULT = "";

    /** A model that somebody injects. */
    static final class WantedModelBuildItem extends MultiBuildItem {

        private final DotName type;
        private final String name;
        private final String where;

        private WantedModelBuildItem(InjectionPointInfo point) {
            AnnotationInstance named = point.getRequiredQualifier(MODEL_NAME);
            type = point.getRequiredType().name();
            name = named == null ? DEFAULT : named.value().asString();
            where = point.getTargetInfo();
        }

        private String key() {
            return type + "#" + name;
        }

        private AnnotationInstance qualifier() {
            return name.isEmpty()
                    ? AnnotationInstance.builder(Default.class).build()
                    : AnnotationInstance.builder(ModelName.class).value(name).build();
        }

        private boolean isPlain(BeanInfo bean) {
            return bean.getTypes().stream().anyMatch(has -> has.name().equals(type))
                    && bean.getQualifier(PROGRAMMATIC).isEmpty()
                    && (name.isEmpty()
                            ? bean.getQualifier(BUILT_IN_DEFAULT).isPresent()
                            : bean.getQualifier(MODEL_NAME)
                                    .filter(own -> own.value().asString().equals(name))
                                    .isPresent());
        }
    }

    @BuildStep
    AdditionalBeanBuildItem factory() {
        return new AdditionalBeanBuildItem(ProgrammaticModels.class, Programmatic.class);
    }

    @BuildStep
    void wanted(BeanDiscoveryFinishedBuildItem beans, BuildProducer<WantedModelBuildItem> wanted) {
        TreeMap<String, WantedModelBuildItem> models = new TreeMap<>();
        for (InjectionPointInfo point : beans.getInjectionPoints()) {
            DotName type = point.getRequiredType().name();
            boolean isModel = type.equals(CHAT_MODEL) || type.equals(STREAMING);
            if (isModel && point.getRequiredQualifier(PROGRAMMATIC) != null) {
                WantedModelBuildItem model = new WantedModelBuildItem(point);
                models.putIfAbsent(model.key(), model);
            }
        }
        models.values().forEach(wanted::produce);
    }

    /** For an {@code Instance} alone, no provider would make the default model. */
    @BuildStep
    void request(List<WantedModelBuildItem> wanted, BuildProducer<RequestChatModelBeanBuildItem> requests) {
        wanted.forEach(model -> requests.produce(
                new RequestChatModelBeanBuildItem(model.name.isEmpty() ? NamedConfigUtil.DEFAULT_NAME : model.name)));
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void beans(
            ProgrammaticModelRecorder recorder,
            List<WantedModelBuildItem> wanted,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        for (WantedModelBuildItem model : wanted) {
            ExtendedBeanConfigurator bean = SyntheticBeanBuildItem.configure(model.type)
                    .scope(Singleton.class)
                    .addQualifier(PROGRAMMATIC)
                    // Who asks for the name alone wants the plain model, whose bean may be a default one, too; and who
                    // asks for programs alone, the model without a name.
                    .defaultBean()
                    .priority(model.name.isEmpty() ? Integer.MIN_VALUE + 1 : Integer.MIN_VALUE)
                    .addInjectionPoint(ClassType.create(ProgrammaticModels.class))
                    .addInjectionPoint(
                            ParameterizedType.create(Instance.class, Type.create(model.type, Type.Kind.CLASS)),
                            model.qualifier())
                    .setRuntimeInit();
            if (!model.name.isEmpty()) {
                bean.addQualifier(model.qualifier());
            }
            if (model.type.equals(CHAT_MODEL)) {
                bean.createWith(recorder.chatModel(model.name));
            } else {
                bean.createWith(recorder.streamingChatModel(model.name));
            }
            beans.produce(bean.done());
        }
    }

    @BuildStep
    void check(
            ValidationPhaseBuildItem validation,
            List<WantedModelBuildItem> wanted,
            BuildProducer<ValidationErrorBuildItem> errors) {
        for (WantedModelBuildItem model : wanted) {
            if (validation.getContext().beans().stream().noneMatch(model::isPlain)) {
                String type = model.type.withoutPackagePrefix();
                errors.produce(new ValidationErrorBuildItem(new ConfigurationException(
                        "@Programmatic " + type + " at " + model.where + " needs a " + type
                                + (model.name.isEmpty() ? "" : " with @ModelName(\"" + model.name + "\")")
                                + " to decorate, but the application has none: add a model provider such as"
                                + " quarkus-langchain4j-openai"
                                + (model.name.isEmpty() ? "" : " and configure a model of this name")
                                + ", or produce such a bean",
                        Set.of())));
            }
        }
    }
}
