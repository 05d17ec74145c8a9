package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.Type;

/**
 * Registers what a native executable needs besides what Quarkus LangChain4j registers: reflection on the methods of tools
 * and on the types that they take and return, and the files that sandboxes read from their jars.
 *
 * <p><b>Untested:</b> these registrations have been checked, but no native executable has been built with them. The
 * classes of docker-java, which the Docker sandbox uses, are not registered.
 */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class NativeProcessor {

    private static final String ROOT = "io/github/langchain4j/ptc/";
    private static final List<String> RESOURCES = List.of(
            ROOT + "protocol/runner.py",
            ROOT + "embedded/python.image.gz",
            ROOT + "embedded/python.module.gz",
            ROOT + "embedded/image.properties",
            // The embedded sandbox compares it with what its image was made from.
            "io/trino/wasm/python/PythonMachine.class",
            ROOT + "docker/seccomp.json",
            ROOT + "docker/supervisor.py");

    /** They hold a source of random numbers, which must not be the one of the build. */
    private static final List<String> INITIALIZED_AT_RUN_TIME =
            List.of("io.github.langchain4j.ptc.chat.Handle", "io.github.langchain4j.ptc.embedded.Wasi");

    @BuildStep
    void resources(BuildProducer<NativeImageResourceBuildItem> resources) {
        // Those of sandboxes that the application does not have are not there.
        RESOURCES.stream()
                .filter(QuarkusClassLoader::isResourcePresentAtRuntime)
                .map(NativeImageResourceBuildItem::new)
                .forEach(resources::produce);
    }

    @BuildStep
    void initialization(BuildProducer<RuntimeInitializedClassBuildItem> classes) {
        INITIALIZED_AT_RUN_TIME.stream()
                .filter(name -> QuarkusClassLoader.isClassPresentAtRuntime(name))
                .map(RuntimeInitializedClassBuildItem::new)
                .forEach(classes::produce);
    }

    @BuildStep
    void reflection(
            List<ToolMethodBuildItem> tools,
            BuildProducer<ReflectiveClassBuildItem> classes,
            BuildProducer<ReflectiveHierarchyBuildItem> hierarchies) {
        Set<String> declaring = tools.stream()
                .map(tool -> tool.getToolsMethodInfo().declaringClass().name().toString())
                .collect(Collectors.toSet());
        if (!declaring.isEmpty()) {
            classes.produce(ReflectiveClassBuildItem.builder(declaring.toArray(String[]::new))
                    .reason("The types of tools are read from their methods")
                    .methods()
                    .build());
        }
        classes.produce(ReflectiveClassBuildItem.builder(AllowedCallers.class, ProgrammaticToolCalling.class)
                .methods()
                .build());
        tools.stream()
                .map(ToolMethodBuildItem::getToolsMethodInfo)
                .flatMap(method -> Stream.concat(Stream.of(method.returnType()), method.parameterTypes().stream()))
                .filter(type -> type.kind() != Type.Kind.VOID && type.kind() != Type.Kind.PRIMITIVE)
                .distinct()
                .map(type -> ReflectiveHierarchyBuildItem.builder(type)
                        .source("A tool for programs")
                        .build())
                .forEach(hierarchies::produce);
    }
}
