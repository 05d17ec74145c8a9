package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Puts a catalogue together. Used once. */
final class Assembly {

    /**
     * A tool before it is read.
     *
     * @param bean null if no Java method says what it takes
     * @param executor null if the bean's method is called, or the tool is executed elsewhere
     * @param described the Java method of a tool without a bean; null if it is not known
     * @param checked whether the values of arguments are checked
     */
    private record Source(
            ToolSpecification specification,
            String where,
            Set<Caller> callers,
            BeanTool bean,
            ToolExecutor executor,
            DescribedMethod described,
            boolean checked) {

        String name() {
            return specification.name();
        }

        boolean isCalledHere() {
            return bean != null && executor == null;
        }
    }

    private final CallerRules rules;
    private final JsonMapper mapper;
    private final TypeTable table = new TypeTable();
    private final SignatureReader signatures;
    private final DescribedTools describedTools = new DescribedTools();
    private final TreeMap<String, Source> sources = new TreeMap<>();

    Assembly(CallerRules rules, boolean decimals) {
        this.rules = rules;
        this.mapper = JavaJson.mapper(decimals);
        this.signatures = new SignatureReader(mapper, table, decimals);
    }

    /** Before tools are added. */
    void describe(Object beanOrClass) {
        new BeanToolFinder(mapper).describe(beanOrClass).forEach(describedTools::add);
    }

    void add(Object bean) {
        addOnly(bean, name -> true);
    }

    void addOnly(Object bean, Predicate<String> names) {
        for (BeanTool tool : new BeanToolFinder(mapper).find(bean)) {
            ToolSpecification specification = tool.specification();
            if (!names.test(specification.name())) {
                continue;
            }
            String reason = DescribedMethod.directOnly(tool.annotation(), tool.returns());
            Set<Caller> callers = rules.callersOf(specification, reason, tool.where());
            if (callers.contains(Caller.DIRECT) && !tool.describable()) {
                throw new IllegalArgumentException(tool.where()
                        + ": LangChain4j has no JSON schema for one of its parameters, so the model cannot call it"
                        + " directly: allow only programs, or use simpler parameters");
            }
            add(new Source(specification, tool.where(), callers, tool, null, null, true));
        }
    }

    void add(ToolSpecification specification, ToolExecutor executor, ToolMethod method) {
        BeanTool tool = new BeanToolFinder(mapper).tool(specification, method);
        String reason = DescribedMethod.directOnly(tool.annotation(), tool.returns());
        Set<Caller> callers = rules.callersOf(specification, reason, tool.where());
        add(new Source(specification, tool.where(), callers, tool, executor, tool.described(), true));
    }

    /** @param executor null if the tool is executed elsewhere */
    void add(ToolSpecification specification, ToolExecutor executor) {
        add(specification, executor, true);
    }

    /** Adds a tool that is executed elsewhere, and whose arguments are checked by their names alone. */
    void addUnchecked(ToolSpecification specification) {
        add(specification, null, false);
    }

    private void add(ToolSpecification specification, ToolExecutor executor, boolean checked) {
        if (specification.name() == null || specification.name().isBlank()) {
            throw new IllegalArgumentException("A tool has no name: " + specification);
        }
        String where = "The tool '" + specification.name() + "'";
        DescribedMethod described = describedTools.find(specification).orElse(null);
        String reason = described == null ? null : described.directOnly();
        Set<Caller> callers = rules.callersOf(specification, reason, where);
        add(new Source(specification, where, callers, null, executor, described, checked));
    }

    private void add(Source source) {
        Source other = sources.putIfAbsent(source.name(), source);
        if (other != null) {
            throw new IllegalArgumentException("Two tools have the name '" + source.name() + "': " + other.where()
                    + " and " + source.where() + ". Give one another name with @Tool(name = \"…\")");
        }
    }

    /** All tools, sorted by Python name; the second part are the stubs of those for programs. */
    Assembled assemble() {
        refuseUnknownOverrides();
        Map<String, Source> byPythonName = new HashMap<>();
        Map<String, ToolSignature> read = new HashMap<>();
        for (Source source : sources.values()) {
            if (source.callers().contains(Caller.CODE)) {
                ToolSignature signature = source.bean() == null
                        ? signatures.read(source.specification(), source.described(), source.where())
                        : signatures.read(source.bean());
                refuseClash(source, byPythonName.put(signature.pythonName(), source), signature.pythonName());
                read.put(source.name(), signature);
            }
        }
        List<ToolSignature> programmatic = new ArrayList<>(read.values());
        programmatic.sort(Comparator.comparing(ToolSignature::pythonName));
        StubWriter writer = new StubWriter(table, programmatic);
        List<CatalogTool> tools = new ArrayList<>();
        sources.values().forEach(source -> tools.add(tool(source, read.get(source.name()), writer)));
        tools.sort(Comparator.comparing(CatalogTool::pythonName).thenComparing(CatalogTool::name));
        return new Assembled(tools, writer.stubs(programmatic));
    }

    /** @param tools sorted by Python name */
    record Assembled(List<CatalogTool> tools, String stubs) {}

    private void refuseUnknownOverrides() {
        for (String name : rules.overrides().keySet()) {
            if (!sources.containsKey(name)) {
                throw new IllegalArgumentException("callers(\"" + name + "\", …) names a tool that was not added"
                        + Similar.hint(name, sources.keySet()));
            }
        }
    }

    private static void refuseClash(Source source, Source other, String pythonName) {
        if (other != null) {
            throw new IllegalArgumentException("The tools '" + other.name() + "' and '" + source.name() + "' are both '"
                    + pythonName + "' in Python: give one another name");
        }
    }

    private CatalogTool tool(Source source, ToolSignature signature, StubWriter writer) {
        String needsAiService =
                source.isCalledHere() ? source.bean().needsAiService().orElse(null) : null;
        if (signature == null) {
            ToolExecutor executor =
                    source.isCalledHere() ? BeanToolExecutor.ordinary(source.bean()) : source.executor();
            String pythonName = PythonNames.tool(source.name());
            return new CatalogTool(
                    source.specification(), pythonName, source.callers(), executor, needsAiService, null);
        }
        TypeCheck types = source.checked() ? new TypeCheck(table, mapper, writer::type) : null;
        boolean typesSayAll = source.bean() != null || source.specification().parameters() == null;
        SchemaCheck schema = typesSayAll || !source.checked()
                ? null
                : SchemaCheck.of(signatures.parameterSchema(source.specification(), source.where()), source.where());
        return new CatalogTool(
                source.specification(),
                signature.pythonName(),
                source.callers(),
                source.isCalledHere() ? new BeanToolExecutor(source.bean(), mapper) : source.executor(),
                needsAiService,
                new CatalogTool.Programmatic(
                        descriptor(signature, writer),
                        new Arguments(signature, types, schema),
                        results(source, signature)));
    }

    private ResultEncoder results(Source source, ToolSignature signature) {
        if (source.isCalledHere()) {
            return ResultEncoder.forJava(mapper, source.bean().returns());
        }
        if (source.described() == null) {
            return ResultEncoder.forText(
                    mapper, signature.returns(), SignatureReader.hasOutputSchema(source.specification()));
        }
        JavaType returns = source.described().returns();
        boolean textAsJson = source.bean() != null;
        return ResultEncoder.forDescribed(mapper, returns, signature.returns(), table, textAsJson);
    }

    private static ToolDescriptor descriptor(ToolSignature signature, StubWriter writer) {
        return new ToolDescriptor(
                signature.pythonName(),
                signature.parameters().stream()
                        .map(p -> new ToolDescriptor.Parameter(p.pythonName(), p.required()))
                        .toList(),
                writer.signature(signature),
                writer.stubs(List.of(signature)));
    }
}
