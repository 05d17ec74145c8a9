package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.github.langchain4j.ptc.catalog.JavaTypeReader.Direction;
import io.github.langchain4j.ptc.catalog.ToolSignature.Parameter;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads how a program sees a tool: from its Java method, or else from its JSON schemas. Not thread-safe. */
final class SignatureReader {

    private static final String OUTPUT_SCHEMA = "output_schema";

    private final JsonMapper mapper;
    private final TypeTable table;
    private final JavaTypeReader javaTypes;

    SignatureReader(JsonMapper mapper, TypeTable table, boolean decimals) {
        this.mapper = mapper;
        this.table = table;
        this.javaTypes = new JavaTypeReader(mapper, table, decimals);
    }

    ToolSignature read(BeanTool tool) {
        try {
            List<Parameter> parameters = new ArrayList<>();
            for (BeanTool.Parameter parameter : tool.parameters()) {
                if (!parameter.isContext()) {
                    parameters.add(parameter(parameter));
                }
            }
            PythonType returns = returned(tool.method(), tool.returns());
            return signature(tool.specification(), parameters, returns, tool.where());
        } catch (IllegalArgumentException | StackOverflowError e) {
            throw unusable(tool.where(), e);
        }
    }

    private PythonType returned(Method method, JavaType type) {
        PythonType returns = javaTypes.read(type, Direction.RESULT);
        return Nullability.isNullable(method) ? PythonType.nullable(returns) : returns;
    }

    private static IllegalArgumentException unusable(String where, Throwable problem) {
        if (problem instanceof StackOverflowError) {
            return new IllegalArgumentException(
                    where + ": a generic type names itself with ever larger arguments, which Jackson cannot write",
                    problem);
        }
        String message = problem.getMessage();
        return new IllegalArgumentException(message.startsWith(where) ? message : where + ": " + message, problem);
    }

    private Parameter parameter(BeanTool.Parameter parameter) {
        PythonType type = javaTypes.read(parameter.type(), Direction.ARGUMENT);
        boolean required = parameter.isRequired();
        boolean primitive = parameter.type().isPrimitive();
        return new Parameter(
                parameter.name(),
                PythonNames.parameter(parameter.name()),
                required || primitive ? type : PythonType.nullable(type),
                required,
                primitive ? zero(type) : "None",
                parameter.description());
    }

    private static String zero(PythonType type) {
        if (type == PythonType.Scalar.BOOL) {
            return "False";
        }
        return type == PythonType.Scalar.STR ? "\"\"" : type == PythonType.Scalar.FLOAT ? "0.0" : "0";
    }

    /**
     * The signature of a tool that is known by its specification.
     *
     * @param described the method that says what it returns; null if it is not known
     */
    ToolSignature read(ToolSpecification tool, DescribedMethod described, String where) {
        JsonNode schema = parameterSchema(tool, where);
        String name = SchemaTypeReader.capitalized(tool.name());
        SchemaTypeReader types = new SchemaTypeReader(tool.name() + "/parameters", schema, table);
        List<Parameter> parameters = new ArrayList<>();
        for (String property : SchemaTypeReader.properties(schema)) {
            JsonNode part = schema.get("properties").get(property);
            PythonType type = types.read(part, name + SchemaTypeReader.capitalized(property));
            boolean required = SchemaTypeReader.isRequired(schema, property);
            String absent = absent(part);
            parameters.add(new Parameter(
                    property,
                    PythonNames.parameter(property),
                    required || !absent.equals("None") ? type : PythonType.nullable(type),
                    required,
                    absent,
                    part.path("description").asText("")));
        }
        return signature(
                tool, parameters, described == null ? returned(tool, where, name) : returned(described), where);
    }

    private PythonType returned(ToolSpecification tool, String where, String name) {
        JsonNode output = outputSchema(tool, where);
        return new SchemaTypeReader(tool.name() + "/result", output, table).read(output, name + "Result");
    }

    private PythonType returned(DescribedMethod described) {
        try {
            return returned(described.method(), described.returns());
        } catch (IllegalArgumentException | StackOverflowError e) {
            throw unusable(described.where(), e);
        }
    }

    /** The JSON schema of the parameters, an empty object if there are none. */
    JsonNode parameterSchema(ToolSpecification tool, String where) {
        if (tool.parameters() == null) {
            return mapper.createObjectNode();
        }
        try {
            ToolSpecification bare = ToolSpecification.builder()
                    .name(tool.name())
                    .parameters(tool.parameters())
                    .build();
            return mapper.readTree(bare.toJson()).path("parameters");
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(where + ": its parameters are no JSON schema", e);
        }
    }

    static boolean hasOutputSchema(ToolSpecification tool) {
        return tool.metadata() != null && tool.metadata().get(OUTPUT_SCHEMA) != null;
    }

    private JsonNode outputSchema(ToolSpecification tool, String where) {
        if (!hasOutputSchema(tool)) {
            return mapper.createObjectNode();
        }
        Object given = tool.metadata().get(OUTPUT_SCHEMA);
        try {
            JsonNode schema = given instanceof String text ? mapper.readTree(text) : mapper.valueToTree(given);
            if (schema.isObject()) {
                return schema;
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": " + OUTPUT_SCHEMA + " is no JSON", e);
        }
        throw new IllegalArgumentException(where + ": " + OUTPUT_SCHEMA + " is no JSON object");
    }

    private static String absent(JsonNode schema) {
        JsonNode value = schema.path("default");
        if (value.isTextual()) {
            return PythonText.literal(value.asText());
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "True" : "False";
        }
        return value.isNumber() ? value.asText() : "None";
    }

    private static ToolSignature signature(
            ToolSpecification tool, List<Parameter> parameters, PythonType returns, String where) {
        Map<String, String> originals = new HashMap<>();
        for (Parameter parameter : parameters) {
            String other = originals.put(parameter.pythonName(), parameter.name());
            if (other != null) {
                throw new IllegalArgumentException(where + ": the parameters '" + other + "' and '" + parameter.name()
                        + "' are both '" + parameter.pythonName() + "' in Python: rename one");
            }
        }
        String description = tool.description() == null ? "" : tool.description();
        return new ToolSignature(PythonNames.tool(tool.name()), description, parameters, returns);
    }
}
