package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.langchain4j.ptc.catalog.PythonType.DictOf;
import io.github.langchain4j.ptc.catalog.PythonType.Formatted;
import io.github.langchain4j.ptc.catalog.PythonType.Int;
import io.github.langchain4j.ptc.catalog.PythonType.ListOf;
import io.github.langchain4j.ptc.catalog.PythonType.Literals;
import io.github.langchain4j.ptc.catalog.PythonType.Nullable;
import io.github.langchain4j.ptc.catalog.PythonType.Ref;
import io.github.langchain4j.ptc.catalog.PythonType.Scalar;
import io.github.langchain4j.ptc.catalog.PythonType.Union;
import io.github.langchain4j.ptc.catalog.ToolSignature.Parameter;
import io.github.langchain4j.ptc.catalog.TypeDefinition.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes tools as Python stubs, in as few tokens as stay readable. */
final class StubWriter {

    /** From here on constants that occur more than once get a name. */
    private static final int MANY_CONSTANTS = 3;

    /** More constants than these are described, not listed. */
    private static final int MAX_CONSTANTS = 60;

    private static final int LINE = 100;

    private final EqualTypes equal;
    private final TypeNames names;

    StubWriter(TypeTable table, List<ToolSignature> tools) {
        this.equal = new EqualTypes(table);
        Usage usage = new Usage();
        tools.forEach(usage::add);
        Set<String> taken = tools.stream().map(ToolSignature::pythonName).collect(Collectors.toSet());
        this.names = new TypeNames(equal, usage.named(), taken);
    }

    /** The stubs of tools, after the types that they need. */
    String stubs(List<ToolSignature> tools) {
        Usage usage = new Usage();
        tools.forEach(usage::add);
        StringBuilder stubs = new StringBuilder();
        usage.order.stream()
                .map(this::definition)
                .filter(d -> !d.isEmpty())
                .forEach(d -> stubs.append(d).append('\n'));
        tools.forEach(tool -> stubs.append(function(tool)).append('\n'));
        return stubs.toString().stripTrailing();
    }

    /** {@code get_expenses(employee_id: str) -> list[Expense]}. */
    String signature(ToolSignature tool) {
        return tool.pythonName()
                + tool.parameters().stream().map(this::parameter).collect(Collectors.joining(", ", "(", ")")) + " -> "
                + type(tool.returns());
    }

    private String function(ToolSignature tool) {
        List<String> lines = new ArrayList<>(PythonText.lines(tool.description()));
        for (Parameter parameter : tool.parameters()) {
            if (!parameter.description().isBlank()) {
                lines.add(parameter.pythonName() + ": " + PythonText.oneLine(parameter.description()));
            }
        }
        String head = "def " + signature(tool) + ":";
        return lines.isEmpty() ? head + " ..." : head + "\n    " + PythonText.docstring(lines);
    }

    private String parameter(Parameter parameter) {
        String text = parameter.pythonName() + ": " + type(parameter.type());
        return parameter.required() ? text : text + " = " + parameter.absent();
    }

    String type(PythonType type) {
        if (type instanceof Scalar scalar) {
            return scalar.python();
        } else if (type instanceof Int) {
            return "int";
        } else if (type instanceof ListOf list) {
            return "list[" + type(list.element()) + "]";
        } else if (type instanceof DictOf dict) {
            return "dict[str, " + type(dict.value()) + "]";
        } else if (type instanceof Nullable nullable) {
            return type(nullable.type()) + " | None";
        } else if (type instanceof Union union) {
            return union.options().stream().map(this::type).distinct().collect(Collectors.joining(" | "));
        } else if (type instanceof Literals literals) {
            return names.of(literals) == null ? constants(literals) : names.of(literals);
        } else if (type instanceof Formatted format) {
            return format.alias() == null ? "str" : names.of(format);
        }
        return names.of(type);
    }

    private static String constants(Literals literals) {
        return literals.values().stream().map(StubWriter::constant).collect(Collectors.joining(", ", "Literal[", "]"));
    }

    private static String namedConstants(Literals literals) {
        List<JsonNode> values = literals.values();
        if (values.size() <= MAX_CONSTANTS) {
            return constants(literals);
        }
        String type = values.get(0).isTextual() ? "str" : "int";
        return type
                + comment("one of " + values.size() + ", such as "
                        + values.stream().limit(3).map(StubWriter::constant).collect(Collectors.joining(", ")));
    }

    private static String constant(JsonNode value) {
        if (value.isTextual()) {
            return PythonText.literal(value.asText());
        }
        return value.isBoolean() ? (value.asBoolean() ? "True" : "False") : value.asText();
    }

    private String definition(PythonType type) {
        if (type instanceof Formatted format) {
            return names.of(format) + " = str  # " + format.hint();
        } else if (type instanceof Literals literals) {
            return names.of(literals) == null ? "" : names.of(literals) + " = " + namedConstants(literals);
        }
        TypeDefinition definition = equal.representative((Ref) type);
        boolean plain = definition.fields().stream().allMatch(f -> PythonNames.isIdentifier(f.name()));
        return plain ? asClass(definition) : asCall(definition);
    }

    private String asClass(TypeDefinition definition) {
        StringBuilder text = new StringBuilder("class ")
                .append(names.of(new Ref(definition.key())))
                .append("(TypedDict):")
                .append(comment(definition.comment()));
        StringBuilder line = new StringBuilder();
        for (Field field : definition.fields()) {
            String entry = field.name() + ": " + fieldType(field);
            boolean commented = !comment(field).isEmpty();
            if (!line.isEmpty() && (commented || line.length() + entry.length() > LINE)) {
                text.append("\n    ").append(line);
                line.setLength(0);
            }
            if (commented) {
                text.append("\n    ").append(entry).append(comment(field));
            } else {
                // Several fields on a line: line breaks and indents would be a third of the tokens.
                line.append(line.isEmpty() ? "" : "; ").append(entry);
            }
        }
        return line.isEmpty()
                ? text.toString()
                : text.append("\n    ").append(line).toString();
    }

    /** Keys that are no identifiers can be said only so. */
    private String asCall(TypeDefinition definition) {
        String name = names.of(new Ref(definition.key()));
        StringBuilder text = new StringBuilder(name)
                .append(" = TypedDict(")
                .append(PythonText.literal(name))
                .append(", {")
                .append(comment(definition.comment()));
        for (Field field : definition.fields()) {
            text.append("\n    ")
                    .append(PythonText.literal(field.name()))
                    .append(": ")
                    .append(fieldType(field))
                    .append(',')
                    .append(comment(field));
        }
        return text.append("\n})").toString();
    }

    private String fieldType(Field field) {
        String type = type(field.type());
        return field.mayBeAbsent() ? "NotRequired[" + type + "]" : type;
    }

    private static String comment(Field field) {
        String hint = field.type() instanceof Formatted format && format.alias() == null ? format.hint() : "";
        return comment(hint + (hint.isEmpty() || field.comment().isBlank() ? "" : ", ") + field.comment());
    }

    private static String comment(String text) {
        String line = PythonText.oneLine(text);
        return line.isEmpty() ? "" : "  # " + line;
    }

    /** Which types are reached from tools, each after those that it needs, and how often constants occur. */
    private final class Usage {

        private final Set<PythonType> order = new LinkedHashSet<>();
        private final Set<String> entered = new LinkedHashSet<>();
        private final Map<PythonType, Integer> constants = new LinkedHashMap<>();

        void add(ToolSignature tool) {
            tool.parameters().forEach(p -> visit(p.type()));
            visit(tool.returns());
        }

        List<PythonType> named() {
            return order.stream()
                    .filter(t -> !(t instanceof Literals literals) || wantsName(literals))
                    .toList();
        }

        private boolean wantsName(Literals literals) {
            int size = literals.values().size();
            return size > MAX_CONSTANTS || (size >= MANY_CONSTANTS && constants.get(literals) > 1);
        }

        private void visit(PythonType type) {
            if (type instanceof ListOf list) {
                visit(list.element());
            } else if (type instanceof DictOf dict) {
                visit(dict.value());
            } else if (type instanceof Nullable nullable) {
                visit(nullable.type());
            } else if (type instanceof Union union) {
                union.options().forEach(this::visit);
            } else if (type instanceof Formatted format && format.alias() != null) {
                order.add(new Formatted(format.alias(), format.hint(), null));
            } else if (type instanceof Literals literals) {
                constants.merge(literals, 1, Integer::sum);
                order.add(literals);
            } else if (type instanceof Ref ref) {
                visitDefinition(ref);
            }
        }

        private void visitDefinition(Ref ref) {
            TypeDefinition definition = equal.representative(ref);
            if (entered.add(definition.key())) {
                definition.fields().forEach(f -> visit(f.type()));
                order.add(new Ref(definition.key()));
            }
        }
    }
}
