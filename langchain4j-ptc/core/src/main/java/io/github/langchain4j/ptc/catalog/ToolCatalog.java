package io.github.langchain4j.ptc.catalog;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tools of an application, as the model sees them and as programs call them. Immutable and thread-safe.
 *
 * <p>A tool says in its metadata who may call it: {@code @Tool(metadata = "{\"allowed_callers\": [\"direct\",
 * \"code_execution_20260120\"]}")}; {@code code} means the same as {@code code_execution_…}. Tools that say nothing are
 * for programs only, and those whose result ends the turn ({@code ReturnBehavior.IMMEDIATE}) or is for the model's eyes
 * (images) are direct only.
 *
 * <p>Names that Python does not allow, or that would hide a builtin, are changed ({@code get-weather} is
 * {@code get_weather}, {@code print} is {@code print_}); two that become the same are an error.
 */
public final class ToolCatalog {

    /** The catalogue without any tool. */
    public static final ToolCatalog EMPTY = builder().build();

    private final List<CatalogTool> programmatic;
    private final List<CatalogTool> direct;
    private final Map<String, CatalogTool> byPythonName;
    private final Map<String, CatalogTool> byName;
    private final String stubs;
    private final Builder origin; // never changed

    private ToolCatalog(Builder builder, Assembly.Assembled assembled) {
        this.origin = builder;
        this.programmatic = withCaller(assembled.tools(), Caller.CODE);
        this.direct = withCaller(assembled.tools(), Caller.DIRECT);
        this.byPythonName = programmatic.stream()
                .collect(Collectors.toUnmodifiableMap(CatalogTool::pythonName, Function.identity()));
        this.byName = assembled.tools().stream()
                .collect(Collectors.toUnmodifiableMap(CatalogTool::name, Function.identity()));
        this.stubs = assembled.stubs();
    }

    private static List<CatalogTool> withCaller(List<CatalogTool> tools, Caller caller) {
        return tools.stream().filter(t -> t.callers().contains(caller)).toList();
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that has the tools of this catalogue already. */
    public Builder toBuilder() {
        return origin.copy();
    }

    /**
     * Who may call a tool: what its metadata say under {@code allowed_callers}, else the default.
     *
     * @param specification of the tool
     * @param defaults for a tool that says nothing
     * @throws IllegalArgumentException if it names an unknown caller, or none
     */
    public static Set<Caller> callersOf(ToolSpecification specification, Set<Caller> defaults) {
        return new CallerRules(defaults, Map.of())
                .callersOf(specification, null, "The tool '" + specification.name() + "'");
    }

    /** The tools that programs may call, sorted by Python name. */
    public List<CatalogTool> programmatic() {
        return programmatic;
    }

    /** The tools that the model may call in the ordinary way, sorted by Python name. */
    public List<CatalogTool> direct() {
        return direct;
    }

    /** The tool that a program calls by this name; never one that is only direct. */
    public Optional<CatalogTool> find(String pythonName) {
        return Optional.ofNullable(byPythonName.get(pythonName));
    }

    /** The tool that LangChain4j knows by this name, whoever may call it. */
    public Optional<CatalogTool> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What the runner must know of {@link #programmatic()}, in the same order. */
    public List<ToolDescriptor> descriptors() {
        return programmatic.stream().map(CatalogTool::descriptor).toList();
    }

    /**
     * Python stubs of {@link #programmatic()}, after the types that they need. The same tools give the same bytes in
     * every JVM, in whatever order they are added.
     */
    public String stubs() {
        return stubs;
    }

    /**
     * The Python names of {@link #programmatic()} in groups of one beginning, such as {@code github_}, with counts and a
     * few names each: for a model that cannot be shown all stubs. As stable as {@link #stubs()}.
     */
    public String groups() {
        return ToolGroups.of(programmatic.stream().map(CatalogTool::pythonName).toList());
    }

    /** The names of the tools. */
    @Override
    public String toString() {
        return "ToolCatalog[programmatic="
                + programmatic.stream().map(CatalogTool::name).toList() + ", direct="
                + direct.stream().map(CatalogTool::name).toList() + "]";
    }

    /** Collects tools. Not thread-safe. */
    public static final class Builder {

        private final List<Consumer<Assembly>> additions = new ArrayList<>();
        private final List<Object> described = new ArrayList<>();
        private final Map<String, Set<Caller>> callers = new HashMap<>();
        private Set<Caller> defaultCallers = Set.of(Caller.CODE);
        private boolean decimals;

        private Builder() {}

        /**
         * Adds the {@code @Tool} methods of beans: their own, inherited ones and those of interfaces, static ones too, also
         * through proxies.
         */
        public Builder add(Object... beans) {
            for (Object bean : beans) {
                Objects.requireNonNull(bean, "bean");
                additions.add(assembly -> assembly.add(bean));
            }
            return this;
        }

        /**
         * Adds those {@code @Tool} methods of a bean whose tools have one of these names; see {@link #add(Object...)}.
         */
        public Builder addOnly(Object bean, Set<String> names) {
            Objects.requireNonNull(bean, "bean");
            Set<String> wanted = Set.copyOf(names);
            additions.add(assembly -> assembly.addOnly(bean, wanted::contains));
            return this;
        }

        /**
         * Adds a tool that has no Java method known here, such as one of an MCP server. The type of its results is read from
         * the JSON schema under {@code output_schema} in its metadata, a {@code Map} or text, if there is one.
         */
        public Builder add(ToolSpecification specification, ToolExecutor executor) {
            Objects.requireNonNull(specification, "specification");
            Objects.requireNonNull(executor, "executor");
            additions.add(assembly -> assembly.add(specification, executor));
            return this;
        }

        /**
         * Adds a tool whose method somebody else calls: it takes and returns what the method says, and its results come as
         * JSON.
         */
        public Builder add(ToolSpecification specification, ToolExecutor executor, ToolMethod method) {
            Objects.requireNonNull(specification, "specification");
            Objects.requireNonNull(executor, "executor");
            Objects.requireNonNull(method, "method");
            additions.add(assembly -> assembly.add(specification, executor, method));
            return this;
        }

        /**
         * Adds a tool that is executed elsewhere: its calls are handed out, and their results come back as text. As
         * {@link #add(ToolSpecification, ToolExecutor)} otherwise.
         */
        public Builder add(ToolSpecification specification) {
            Objects.requireNonNull(specification, "specification");
            additions.add(assembly -> assembly.add(specification, null));
            return this;
        }

        /**
         * Adds a tool as {@link #add(ToolSpecification)} does, but compares only the names of arguments with its schema:
         * for schemas of strangers, which can be written so that it takes for ever to tell whether a value fits.
         */
        public Builder addUnchecked(ToolSpecification specification) {
            Objects.requireNonNull(specification, "specification");
            additions.add(assembly -> assembly.addUnchecked(specification));
            return this;
        }

        /** Adds tools as {@link #add(ToolSpecification, ToolExecutor)} does. */
        public Builder add(Map<ToolSpecification, ToolExecutor> tools) {
            new LinkedHashMap<>(tools).forEach(this::add);
            return this;
        }

        /**
         * Says what tools return that are added by their specification: what the {@code @Tool} methods of the same names
         * do, of beans or classes. Nothing of them is called. Such a tool takes what its specification says; its results,
         * text as LangChain4j writes it, are read by the declared type. Methods whose tool is not added are ignored.
         *
         * @param beansOrClasses in which the methods are found that {@link #add(Object...)} would find
         */
        public Builder describe(Object... beansOrClasses) {
            for (Object described : beansOrClasses) {
                this.described.add(Objects.requireNonNull(described, "described"));
            }
            return this;
        }

        /** Who may call tools that do not say so themselves. Default: programs only. */
        public Builder defaultCallers(Set<Caller> callers) {
            this.defaultCallers = someCallers(callers);
            return this;
        }

        /** Who may call a tool, by its name in LangChain4j, whatever its metadata say. */
        public Builder callers(String toolName, Set<Caller> callers) {
            this.callers.put(Objects.requireNonNull(toolName, "toolName"), someCallers(callers));
            return this;
        }

        private static Set<Caller> someCallers(Set<Caller> callers) {
            if (callers.isEmpty()) {
                throw new IllegalArgumentException("callers is empty, so nobody could call the tool");
            }
            return Set.copyOf(callers);
        }

        /** Whether programs get {@code BigDecimal} as {@code Decimal}, with all digits, or as float. Default: float. */
        public Builder decimals(boolean asDecimal) {
            this.decimals = asDecimal;
            return this;
        }

        /**
         * The catalogue.
         *
         * @throws IllegalArgumentException naming the tool, what is wrong and how to mend it: no {@code @Tool} methods, two
         *     tools of one name (also after the change to Python), parameters without names, unknown callers, types that
         *     cannot be used, invalid schemas, two described methods of one name that return different types
         */
        public ToolCatalog build() {
            Assembly assembly = new Assembly(new CallerRules(defaultCallers, callers), decimals);
            described.forEach(assembly::describe);
            additions.forEach(addition -> addition.accept(assembly));
            return new ToolCatalog(copy(), assembly.assemble());
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.additions.addAll(additions);
            copy.described.addAll(described);
            copy.callers.putAll(callers);
            copy.defaultCallers = defaultCallers;
            copy.decimals = decimals;
            return copy;
        }
    }
}
