package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.langchain4j.ptc.catalog.ToolSignature.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of one tool on their way from a program to Java. Immutable and thread-safe.
 *
 * @param types null if only the names of arguments are checked
 * @param schema null if the types say all
 */
record Arguments(ToolSignature signature, TypeCheck types, SchemaCheck schema) {

    Optional<String> check(ObjectNode arguments) {
        List<String> names =
                signature.parameters().stream().map(Parameter::pythonName).toList();
        for (var given = arguments.fieldNames(); given.hasNext(); ) {
            String name = given.next();
            if (!names.contains(name)) {
                return Optional.of("unknown argument " + PythonText.literal(PythonText.shortened(name))
                        + Similar.hint(name, names));
            }
        }
        List<String> missing = signature.parameters().stream()
                .filter(p -> p.required() && !arguments.has(p.pythonName()))
                .map(Parameter::pythonName)
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(
                    (missing.size() == 1 ? "missing argument " : "missing arguments ") + String.join(", ", missing));
        }
        if (types == null) {
            return Optional.empty();
        }
        return signature.parameters().stream()
                .filter(p -> isGiven(p, arguments))
                .flatMap(p -> types.mismatch(p.pythonName(), p.type(), arguments.get(p.pythonName())).stream())
                .findFirst()
                .or(() -> schema == null ? Optional.empty() : schema.mismatch(javaArguments(arguments)));
    }

    String toJava(ObjectNode arguments) {
        return javaArguments(arguments).toString();
    }

    private ObjectNode javaArguments(ObjectNode arguments) {
        ObjectNode java = JsonNodeFactory.instance.objectNode();
        signature.parameters().stream()
                .filter(p -> isGiven(p, arguments))
                .forEach(p -> java.set(p.name(), plain(p.type(), arguments.get(p.pythonName()))));
        return java;
    }

    /** None for an optional parameter is the same as nothing. */
    private static boolean isGiven(Parameter parameter, ObjectNode arguments) {
        JsonNode value = arguments.get(parameter.pythonName());
        return value != null && (parameter.required() || !value.isNull());
    }

    /** The value in ordinary JSON: decimals as numbers, whole floats as integers where those are wanted. */
    private JsonNode plain(PythonType type, JsonNode value) {
        if (Decimals.isDecimal(value)) {
            return DecimalNode.valueOf(Decimals.valueOf(value));
        }
        PythonType inner = type instanceof PythonType.Nullable nullable ? nullable.type() : type;
        if (inner instanceof PythonType.Int && value.isNumber() && !value.isIntegralNumber()) {
            return BigIntegerNode.valueOf(TypeCheck.whole(value));
        }
        if (value.isArray()) {
            PythonType element = inner instanceof PythonType.ListOf list ? list.element() : PythonType.Scalar.ANY;
            ArrayNode plain = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(item -> plain.add(plain(element, item)));
            return plain;
        }
        if (value.isObject()) {
            ObjectNode plain = JsonNodeFactory.instance.objectNode();
            value.properties()
                    .forEach(e -> plain.set(e.getKey(), plain(types.memberType(inner, e.getKey()), e.getValue())));
            return plain;
        }
        return value;
    }
}
