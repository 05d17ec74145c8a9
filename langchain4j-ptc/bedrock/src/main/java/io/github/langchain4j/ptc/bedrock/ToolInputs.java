package io.github.langchain4j.ptc.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/** Inputs of tool uses as the JSON objects that they should be. Immutable. */
final class ToolInputs {

    private static final String NAMELESS = "input";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ToolConfiguration tools;

    /** @param tools of the request; null if there were none */
    ToolInputs(ToolConfiguration tools) {
        this.tools = tools;
    }

    /** The content with objects as inputs. */
    List<ContentBlock> readable(List<ContentBlock> content) {
        return content.stream()
                .map(block -> isReadable(block) ? block : readable(block.toolUse()))
                .toList();
    }

    private static boolean isReadable(ContentBlock block) {
        return block.toolUse() == null
                || block.toolUse().input() == null
                || block.toolUse().input().isMap();
    }

    private ContentBlock readable(ToolUseBlock use) {
        Document input = use.input();
        String text = input.isString() ? input.asString() : input.toString();
        return ContentBlock.fromToolUse(
                use.toBuilder().input(document(object(use.name(), text))).build());
    }

    /**
     * The input as an object.
     *
     * @param tool that is used
     * @param written by the model; JSON, or the beginning of it
     * @return what was written if it is an object, else an object that holds it as a text
     */
    String readable(String tool, String written) {
        try {
            JsonNode input = JSON.readTree(written);
            if (input.isObject() || input.isMissingNode()) {
                return written;
            }
            return object(tool, input.isTextual() ? input.textValue() : written).toString();
        } catch (JsonProcessingException cutOff) {
            return holding(tool, written).toString();
        }
    }

    /** The object that a text is the JSON of, or one that holds the text. */
    private ObjectNode object(String tool, String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // A program, for example.
        }
        return holding(tool, text);
    }

    private ObjectNode holding(String tool, String text) {
        return JsonNodeFactory.instance.objectNode().put(onlyParameter(tool), text);
    }

    /** Where a tool has one parameter, that is what a bare text is meant for. */
    private String onlyParameter(String tool) {
        List<Tool> offered = tools == null ? List.of() : tools.tools();
        for (Tool each : offered) {
            if (each.toolSpec() != null && each.toolSpec().name().equals(tool)) {
                Document schema = each.toolSpec().inputSchema().json();
                Document parameters = schema.isMap() ? schema.asMap().get("properties") : null;
                if (parameters != null
                        && parameters.isMap()
                        && parameters.asMap().size() == 1) {
                    return parameters.asMap().keySet().iterator().next();
                }
            }
        }
        return NAMELESS;
    }

    private static Document document(JsonNode node) {
        if (node.isObject()) {
            Map<String, Document> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), document(field.getValue())));
            return Document.fromMap(fields);
        }
        if (node.isArray()) {
            Document.ListBuilder list = Document.listBuilder();
            node.forEach(element -> list.addDocument(document(element)));
            return list.build();
        }
        if (node.isNumber()) {
            return Document.fromNumber(node.asText());
        }
        if (node.isBoolean()) {
            return Document.fromBoolean(node.booleanValue());
        }
        return node.isNull() ? Document.fromNull() : Document.fromString(node.textValue());
    }
}
