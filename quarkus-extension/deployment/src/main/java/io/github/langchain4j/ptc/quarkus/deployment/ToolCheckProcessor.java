package io.github.langchain4j.ptc.quarkus.deployment;

import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.catalog.CatalogTool;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.codetool.CodeTool;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.codetool.SessionScope;
import io.github.langchain4j.ptc.quarkus.runtime.config.PtcBuildConfig;
import io.quarkiverse.langchain4j.deployment.DeclarativeAiServiceBuildItem;
import io.quarkiverse.langchain4j.deployment.PreventToolValidationErrorBuildItem;
import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.logging.Logger;

/**
 * Reads the tools of the AI services that take part, as the application will, so that what is wrong with them fails the
 * build. Not those of tool providers and of services built by hand, which nobody knows yet: they are read at their first
 * use.
 */
@BuildSteps(onlyIf = PtcProcessor.Enabled.class)
class ToolCheckProcessor {

    private static final Logger LOG = Logger.getLogger(ToolCheckProcessor.class);
    private static final DotName TOOL = DotName.createSimple(Tool.class);
    private static final DotName MAPPER_CUSTOMIZER = DotName.createSimple("io.quarkus.jackson.ObjectMapperCustomizer");
    private static final DotName MIXIN = DotName.createSimple("io.quarkus.jackson.JacksonMixin");

    /** @param before the tools are found, where missing names have worse messages */
    @BuildStep
    void requireParameterNames(
            PtcBuildConfig config,
            CombinedIndexBuildItem index,
            List<DeclarativeAiServiceBuildItem> services,
            BuildProducer<PreventToolValidationErrorBuildItem> before) {
        List<ToolMethodBuildItem> unnamed = index.getIndex().getAnnotations(TOOL).stream()
                .map(tool -> tool.target())
                .filter(target -> target.kind() == AnnotationTarget.Kind.METHOD)
                .map(AnnotationTarget::asMethod)
                .filter(method -> method.parameters().stream().anyMatch(parameter -> parameter.name() == null))
                .map(method -> new ToolMethodBuildItem(method, null))
                .toList();
        String methods = toolsets(config, index.getIndex(), unnamed).of(services).stream()
                .flatMap(toolset -> toolset.tools().stream())
                .map(ToolMethodBuildItem::getToolsMethodInfo)
                .map(ToolCheckProcessor::where)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (!methods.isEmpty()) {
            throw new DeploymentException("The parameters of tools have no names in the class files: " + methods
                    + ". Programs pass arguments by name: compile the classes with the option -parameters of javac"
                    + " (maven-compiler-plugin: <parameters>true</parameters>)");
        }
    }

    @BuildStep
    void check(
            PtcBuildConfig config,
            CombinedIndexBuildItem index,
            List<DeclarativeAiServiceBuildItem> services,
            List<ToolMethodBuildItem> tools,
            BuildProducer<ToolCatalogBuildItem> catalogs,
            BuildProducer<ValidationErrorBuildItem> errors) {
        Optional<ConfigurationException> unusable = problemOfName(config.codeToolName());
        if (unusable.isPresent()) {
            errors.produce(new ValidationErrorBuildItem(unusable.get()));
            return;
        }
        long begun = System.nanoTime();
        ToolsetCheck check = new ToolsetCheck(config.codeToolName(), arguments(index.getIndex()));
        Map<List<ToolMethodBuildItem>, ToolsetCheck.Checked> checked = new HashMap<>();
        Map<String, TreeSet<String>> problems = new LinkedHashMap<>();
        for (Toolset toolset : toolsets(config, index.getIndex(), tools).of(services)) {
            ToolsetCheck.Checked found = checked.computeIfAbsent(toolset.tools(), check::check);
            found.catalog()
                    .filter(catalog -> !catalog.programmatic().isEmpty())
                    .ifPresent(catalog -> catalogs.produce(item(toolset, catalog)));
            found.problems()
                    .forEach(problem -> problems.computeIfAbsent(problem, key -> new TreeSet<>())
                            .add(toolset.owner()));
        }
        problems.forEach((problem, owners) -> errors.produce(error(problem, owners)));
        LOG.debugf("Read %d toolsets in %d ms", checked.size(), (System.nanoTime() - begun) / 1_000_000);
        // It outlives the classes of this build, and must not keep them.
        TypeFactory.defaultInstance().clearCache();
    }

    private static Optional<ConfigurationException> problemOfName(String codeToolName) {
        try {
            CodeTool.of(codeToolName, ToolCatalog.EMPTY, "", SessionScope.CALL, false, ImagesToModel.NONE);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            String key = "quarkus.langchain4j.ptc.code-tool-name";
            return Optional.of(new ConfigurationException(key + ": " + e.getMessage(), e, Set.of(key)));
        }
    }

    private static Toolsets toolsets(PtcBuildConfig config, IndexView index, List<ToolMethodBuildItem> tools) {
        return new Toolsets(index, new Participation(ConfigProvider.getConfig(), config.allServices()), tools);
    }

    /** Empty if the application changes the object mapper, which is not there yet. */
    private static Optional<ArgumentTypes> arguments(IndexView index) {
        Stream<ClassInfo> mixins =
                index.getAnnotations(MIXIN).stream().map(mixin -> mixin.target().asClass());
        Stream<ClassInfo> customizers = index.getAllKnownImplementations(MAPPER_CUSTOMIZER).stream();
        boolean changed = Stream.concat(mixins, customizers)
                .map(type -> type.name().toString())
                .anyMatch(name -> !name.startsWith("io.quarkus.") && !name.startsWith("io.quarkiverse."));
        return changed ? Optional.empty() : Optional.of(new ArgumentTypes());
    }

    private static ToolCatalogBuildItem item(Toolset toolset, ToolCatalog catalog) {
        return new ToolCatalogBuildItem(
                toolset.service(),
                toolset.method(),
                catalog.programmatic().stream().map(CatalogTool::pythonName).toList(),
                catalog.stubs());
    }

    private static ValidationErrorBuildItem error(String problem, TreeSet<String> owners) {
        return new ValidationErrorBuildItem(new DeploymentException(
                (owners.size() == 1 ? "AI service " : "AI services ") + String.join(", ", owners) + ": " + problem));
    }

    private static String where(MethodInfo method) {
        return method.declaringClass().name() + "." + method.name();
    }
}
