package io.github.langchain4j.ptc.quarkus.runtime;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.catalog.ToolMethod;
import io.quarkiverse.langchain4j.runtime.tool.QuarkusToolExecutor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The Java methods behind the tools of the application. Thread-safe. */
public class ToolMethods {

    private final Map<String, DeclaredTool> known;
    private final Map<String, ToolMethod> loaded = new ConcurrentHashMap<>();

    /** @param methods all that were found when the application was built */
    public ToolMethods(List<DeclaredTool> methods) {
        known = methods.stream().collect(Collectors.toUnmodifiableMap(DeclaredTool::invoker, Function.identity()));
    }

    /** The method that an executor calls; empty if it is no executor of Quarkus. */
    public Optional<ToolMethod> of(ToolExecutor executor) {
        return info(executor).map(info -> loaded.computeIfAbsent(info.invoker(), invoker -> load(info)));
    }

    private Optional<DeclaredTool> info(ToolExecutor executor) {
        return executor instanceof QuarkusToolExecutor quarkus && quarkus.getMethodCreateInfo() != null
                ? Optional.ofNullable(known.get(quarkus.getMethodCreateInfo().invokerClassName()))
                : Optional.empty();
    }

    /** A specification that says who may call the tool, if the annotation of its method does. */
    ToolSpecification withCallers(ToolSpecification specification, ToolExecutor executor) {
        return info(executor).map(info -> info.withCallers(specification)).orElse(specification);
    }

    /** A specification that says who may call the tool. */
    public static ToolSpecification withCallers(ToolSpecification specification, List<String> callers) {
        Map<String, Object> metadata = new HashMap<>(specification.metadata());
        metadata.put("allowed_callers", callers);
        return specification.toBuilder().metadata(metadata).build();
    }

    /**
     * The method that an info describes, by the context class loader.
     *
     * @throws IllegalStateException if there is none
     */
    public static ToolMethod load(DeclaredTool info) {
        try {
            Class<?> type =
                    Class.forName(info.type(), false, Thread.currentThread().getContextClassLoader());
            Method method = Arrays.stream(type.getDeclaredMethods())
                    .filter(candidate -> candidate.getName().equals(info.method()) && !candidate.isBridge())
                    .filter(candidate -> Arrays.stream(candidate.getParameterTypes())
                            .map(Class::getName)
                            .toList()
                            .equals(info.parameterTypes()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "There is no method " + info.method() + info.parameterTypes() + " in " + info.type()));
            return new ToolMethod(method, type, info.parameters());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The class of a tool cannot be loaded: " + info.type(), e);
        }
    }
}
