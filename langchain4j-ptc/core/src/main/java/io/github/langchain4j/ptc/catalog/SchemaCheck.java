package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.Locale;
import java.util.Optional;

/** Judges the arguments of a tool by the JSON schema that it came with. Immutable and thread-safe. */
final class SchemaCheck {

    private final JsonSchema schema;

    private SchemaCheck(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * @param where names the tool in messages
     * @throws IllegalArgumentException if this is no valid schema
     */
    static SchemaCheck of(JsonNode schema, String where) {
        // A schema can come from another server: its references must not make this one fetch anything.
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .failFast(true)
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .build();
        try {
            JsonSchema compiled = factory.getSchema(schema, config);
            compiled.initializeValidators();
            return new SchemaCheck(compiled);
        } catch (JsonSchemaException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    where + ": its parameters are no valid JSON schema: " + e.getMessage(), e);
        }
    }

    /** The first thing that is wrong, starting with where. */
    Optional<String> mismatch(JsonNode arguments) {
        try {
            return schema.validate(arguments).stream().findFirst().map(SchemaCheck::text);
        } catch (RuntimeException | StackOverflowError e) {
            // A reference that leads nowhere or to itself shows only now.
            return Optional.of("the tool's JSON schema cannot be applied: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : PythonText.oneLine(e.getMessage())));
        }
    }

    private static String text(ValidationMessage wrong) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < wrong.getInstanceLocation().getNameCount(); i++) {
            Object step = wrong.getInstanceLocation().getElement(i);
            if (path.isEmpty()) {
                path.append(step);
            } else {
                path.append('[')
                        .append(step instanceof Integer ? step : PythonText.literal(step.toString()))
                        .append(']');
            }
        }
        String error = PythonText.oneLine(wrong.getError());
        return path.isEmpty() ? error : path + ": " + error;
    }
}
