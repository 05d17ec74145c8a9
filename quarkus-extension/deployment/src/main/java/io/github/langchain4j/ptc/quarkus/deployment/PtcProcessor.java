package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.github.langchain4j.ptc.quarkus.runtime.DeclaredService;
import io.github.langchain4j.ptc.quarkus.runtime.DeclaredTool;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramObserver;
import io.github.langchain4j.ptc.quarkus.runtime.ProgramsWrapper;
import io.github.langchain4j.ptc.quarkus.runtime.PtcRecorder;
import io.github.langchain4j.ptc.quarkus.runtime.SandboxObserver;
import io.github.langchain4j.ptc.quarkus.runtime.ServiceRuntimes;
import io.github.langchain4j.ptc.quarkus.runtime.Services;
import io.github.langchain4j.ptc.quarkus.runtime.ToolMethods;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.github.langchain4j.ptc.quarkus.runtime.sandbox.Sandboxes;
import io.quarkiverse.langchain4j.deployment.LangChain4jDotNames;
import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.MethodParameterInfo;
import org.jboss.jandex.Type;

/** Adds programmatic tool calling to the AI services of an application. */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class PtcProcessor {

    private static final String FEATURE = "langchain4j-ptc";
    private static final String RUNTIME = "io.github.langchain4j.ptc.quarkus.runtime.";
    private static final DotName PROGRAMMATIC = DotName.createSimple(ProgrammaticToolCalling.class);
    static final DotName ALLOWED_CALLERS = DotName.createSimple(AllowedCallers.class);
    /** Annotations of AI services or of their methods. */
    private static final List<DotName> SERVICES = List.of(
            LangChain4jDotNames.REGISTER_AI_SERVICES,
            DotName.createSimple("io.quarkiverse.langchain4j.CreatedAware"),
            DotName.createSimple("dev.langchain4j.agentic.Agent"),
            PROGRAMMATIC);

    /** Whether the extension does anything. */
    static final class Enabled implements BooleanSupplier {

        private final PtcBuildConfig config;

        Enabled(PtcBuildConfig config) {
            this.config = config;
        }

        @Override
        public boolean getAsBoolean() {
            return config.enabled();
        }
    }

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    void beans(BuildProducer<AdditionalBeanBuildItem> beans, BuildProducer<UnremovableBeanBuildItem> kept) {
        beans.produce(AdditionalBeanBuildItem.builder()
                .addBeanClasses(ProgramsWrapper.class, ServiceRuntimes.class, Sandboxes.class)
                .addBeanClasses(RUNTIME + "RequestEnd")
                .addBeanClasses(RUNTIME + "Threads", RUNTIME + "Hosting", RUNTIME + "Policies", RUNTIME + "StartCheck")
                .setUnremovable()
                .build());
        // Nobody injects them but the extension, at run time.
        kept.produce(UnremovableBeanBuildItem.beanTypes(
                DotName.createSimple("io.github.langchain4j.ptc.program.PtcListener"),
                DotName.createSimple("io.github.langchain4j.ptc.program.ToolPolicy"),
                DotName.createSimple("io.github.langchain4j.ptc.sandbox.Sandbox"),
                DotName.createSimple(ProgramObserver.class),
                DotName.createSimple(SandboxObserver.class)));
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem toolMethods(PtcRecorder recorder, List<ToolMethodBuildItem> tools) {
        List<DeclaredTool> methods = tools.stream().map(PtcProcessor::info).toList();
        return SyntheticBeanBuildItem.configure(ToolMethods.class)
                .scope(Singleton.class)
                .runtimeValue(recorder.toolMethods(methods))
                .unremovable()
                .done();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    SyntheticBeanBuildItem services(PtcRecorder recorder, CombinedIndexBuildItem index) {
        return SyntheticBeanBuildItem.configure(Services.class)
                .scope(Singleton.class)
                .runtimeValue(recorder.services(services(index.getIndex())))
                .setRuntimeInit()
                .unremovable()
                .done();
    }

    private static List<DeclaredService> services(IndexView index) {
        Map<String, DeclaredService> services = new TreeMap<>();
        for (DotName annotation : SERVICES) {
            for (AnnotationInstance instance : index.getAnnotations(annotation)) {
                ClassInfo type = instance.target().kind() == AnnotationTarget.Kind.METHOD
                        ? instance.target().asMethod().declaringClass()
                        : instance.target().asClass();
                services.computeIfAbsent(type.name().toString(), name -> info(type));
            }
        }
        return List.copyOf(services.values());
    }

    /** What the annotations of an AI service say. */
    static DeclaredService info(ClassInfo type) {
        Optional<AnnotationInstance> stated = Optional.ofNullable(type.declaredAnnotation(PROGRAMMATIC));
        Map<String, Boolean> methods = new TreeMap<>();
        for (MethodInfo method : type.methods()) {
            Optional.ofNullable(method.annotation(PROGRAMMATIC))
                    .ifPresent(own -> methods.put(signature(method), isEnabled(own)));
        }
        return new DeclaredService(
                type.name().toString(),
                stated.map(PtcProcessor::isEnabled),
                stated.map(own -> own.value("sandbox"))
                        .map(AnnotationValue::asString)
                        .filter(name -> !name.isBlank()),
                methods);
    }

    /** Tells the methods of a service apart. */
    static String signature(MethodInfo method) {
        return DeclaredService.signature(
                method.name(),
                method.parameters().stream().map(MethodParameterInfo::name).toList());
    }

    private static boolean isEnabled(AnnotationInstance programmatic) {
        return programmatic.value("enabled") == null
                || programmatic.value("enabled").asBoolean();
    }

    /** The method of a tool. */
    static DeclaredTool info(ToolMethodBuildItem tool) {
        MethodInfo method = tool.getToolsMethodInfo();
        return new DeclaredTool(
                tool.getToolMethodCreateInfo().invokerClassName(),
                method.declaringClass().name().toString(),
                method.name(),
                method.parameterTypes().stream()
                        .map(Type::name)
                        .map(Object::toString)
                        .toList(),
                method.parameters().stream().map(MethodParameterInfo::name).toList(),
                callers(method));
    }

    private static List<String> callers(MethodInfo method) {
        AnnotationInstance allowed = method.annotation(ALLOWED_CALLERS);
        return allowed == null
                ? List.of()
                : Arrays.stream(allowed.value().asEnumArray())
                        .map(Caller::valueOf)
                        .map(caller -> caller == Caller.DIRECT ? "direct" : "code")
                        .toList();
    }
}
