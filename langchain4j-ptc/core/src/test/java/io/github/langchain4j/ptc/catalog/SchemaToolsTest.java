package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools that are known by their JSON schemas only, such as those of an MCP server. */
class SchemaToolsTest {

    private static final ToolExecutor ECHO = (request, memoryId) -> request.arguments();

    private static CatalogTool tool(JsonObjectSchema parameters, Map<String, Object> metadata, ToolExecutor executor) {
        ToolSpecification specification = ToolSpecification.builder()
                .name("search-issues")
                .description("Searches issues.")
                .parameters(parameters)
                .metadata(metadata)
                .build();
        return ToolCatalog.builder()
                .add(specification, executor)
                .build()
                .find("search_issues")
                .orElseThrow();
    }

    private static final JsonObjectSchema PARAMETERS = JsonObjectSchema.builder()
            .addStringProperty("query", "what to look for")
            .addProperty(
                    "limit", JsonRawSchema.from("{\"type\":\"integer\",\"minimum\":1,\"maximum\":100,\"default\":10}"))
            .addEnumProperty("state", List.of("open", "closed"))
            .addProperty(
                    "labels",
                    JsonArraySchema.builder().items(new JsonStringSchema()).build())
            .addProperty(
                    "range",
                    JsonObjectSchema.builder()
                            .addProperty("from", JsonRawSchema.from("{\"type\":\"string\",\"format\":\"date\"}"))
                            .addStringProperty("to")
                            .required("from")
                            .build())
            .addProperty("id", JsonRawSchema.from("{\"type\":[\"string\",\"integer\",\"null\"]}"))
            .addProperty("code", JsonRawSchema.from("{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}$\"}"))
            .required("query", "state")
            .build();

    @Test
    void of_an_unchecked_tool_only_the_names_of_arguments_are_compared() {
        ToolSpecification specification = ToolSpecification.builder()
                .name("search")
                .parameters(PARAMETERS)
                .build();
        CatalogTool tool = ToolCatalog.builder()
                .addUnchecked(specification)
                .build()
                .find("search")
                .orElseThrow();
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();

        assertThat(tool.check(arguments.deepCopy().put("query", "x"))).contains("missing argument state");
        assertThat(tool.check(
                        arguments.deepCopy().put("query", 1).put("state", "x").put("sort", 1)))
                .hasValueSatisfying(wrong -> assertThat(wrong).startsWith("unknown argument \"sort\""));
        assertThat(tool.check(arguments.put("query", 1).put("state", "ajar"))).isEmpty();
        assertThat(tool.request("1", arguments).arguments()).isEqualTo("{\"query\":1,\"state\":\"ajar\"}");
    }

    @Test
    @Timeout(60)
    void references_that_multiply_are_read_in_no_time() {
        Map<String, JsonSchemaElement> definitions = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
            definitions.put("d" + i, JsonRawSchema.from("{\"anyOf\":[" + next + "," + next + "]}"));
        }
        definitions.put("d40", new JsonStringSchema());
        JsonObjectSchema parameters = JsonObjectSchema.builder()
                .addProperty("x", JsonRawSchema.from("{\"$ref\":\"#/$defs/d0\"}"))
                .definitions(definitions)
                .build();

        assertThat(tool(parameters, Map.of(), ECHO).descriptor().documentation())
                .contains("def search_issues(x: ");
    }

    @Test
    void the_stub_follows_the_schema() {
        assertThat(tool(PARAMETERS, Map.of(), ECHO).descriptor().documentation())
                .isEqualTo("""
                        Date = str  # 2025-12-31
                        SearchIssuesRange = TypedDict("SearchIssuesRange", {
                            "from": Date,
                            "to": NotRequired[str],
                        })
                        def search_issues(query: str, state: Literal["open", "closed"], code: str | None = None, id: str | int | None = None, labels: list[str] | None = None, limit: int = 10, range: SearchIssuesRange | None = None) -> Any:
                            \"\"\"Searches issues.
                            query: what to look for\"\"\"""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {"query":"a","state":"open"} ~ fine
            {"query":"a","state":"open","limit":100,"labels":["x"],"range":{"from":"2025-01-01"},"id":7,"code":"ABC"} ~ fine
            {"query":"a","state":"open","limit":null,"id":null} ~ fine
            {"query":"a"} ~ missing argument state
            {"query":"a","state":"opened"} ~ state: expected Literal["open", "closed"], got "opened"; did you mean "open"?
            {"query":"a","state":"open","limit":0} ~ limit: must have a minimum value of 1
            {"query":"a","state":"open","limit":"1"} ~ limit: expected int, got "1"
            {"query":"a","state":"open","limit":5.0} ~ fine
            {"query":"a","state":"open","code":"abc"} ~ code: does not match the regex pattern ^[A-Z]{3}$
            {"query":"a","state":"open","range":{"to":"x"}} ~ range: the key "from" is missing
            {"query":"a","state":"open","range":{"from":"x"}} ~ range["from"]: does not match the date pattern must be a valid RFC 3339 full-date
            {"query":"a","state":"open","range":{"from":"2025-01-01","more":1}} ~ fine
            {"query":"a","state":"open","labels":[1]} ~ labels[0]: expected str, got 1
            {"query":"a","state":"open","extra":1} ~ unknown argument "extra"
            """)
    void arguments_are_judged_by_the_schema(String arguments, String expected) {
        CatalogTool tool = tool(PARAMETERS, Map.of(), ECHO);

        assertThat(tool.check(Calls.json(arguments)).orElse("fine")).isEqualTo(expected);
    }

    @Test
    void the_request_is_what_the_executor_gets() {
        CatalogTool tool = tool(PARAMETERS, Map.of(), ECHO);

        assertThat(Calls.value(Calls.call(tool, "{\"query\":\"a\",\"state\":\"open\",\"limit\":5.0,\"id\":null}"))
                        .toString())
                .isEqualTo("{\"query\":\"a\",\"state\":\"open\",\"limit\":5}");
    }

    private static ToolOutcome result(Map<String, Object> metadata, String text) {
        return Calls.call(tool(null, metadata, (request, memoryId) -> text), "{}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {"a":[1]} ~ {"a":[1]}
            [1,2] ~ [1,2]
            42 ~ "42"
            true ~ "true"
            "x" ~ "\\"x\\""
            {broken ~ "{broken"
            {} trailing ~ "{} trailing"
            plain text ~ "plain text"
            """)
    void without_a_schema_only_objects_and_arrays_are_decoded(String text, String expected) {
        assertThat(Calls.value(result(Map.of(), text)).toString()).isEqualTo(expected);
    }

    @Test
    void with_a_schema_text_is_read_by_it() {
        assertThat(Calls.value(result(Map.of("output_schema", Map.of("type", "number")), "42.0"))
                        .toString())
                .isEqualTo("42.0");
        assertThat(Calls.value(result(Map.of("output_schema", "{\"type\":\"string\"}"), "[1]"))
                        .isTextual())
                .isTrue();
        assertThat(Calls.value(result(Map.of("output_schema", Map.of("type", "array")), "no JSON"))
                        .asText())
                .isEqualTo("no JSON");
    }

    @Test
    void the_output_schema_is_the_return_type() {
        String schema = """
                {"type": "object", "required": ["items"], "properties": {
                    "items": {"type": "array", "items": {"$ref": "#/$defs/Issue"}},
                    "next": {"type": ["string", "null"]},
                    "stats": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "kind": {"const": "page"},
                    "value": {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]}},
                 "$defs": {"Issue": {"type": "object", "required": ["id", "parent"], "properties": {
                    "parent": {"anyOf": [{"$ref": "#/$defs/Issue"}, {"type": "null"}]},
                    "id": {"type": "integer", "description": "its\\nnumber"},
                    "weird key": {}}}}}""";

        assertThat(tool(null, Map.of("output_schema", schema), ECHO)
                        .descriptor()
                        .documentation())
                .isEqualTo("""
                        Issue = TypedDict("Issue", {
                            "id": int,  # its number
                            "parent": Issue | None,
                            "weird key": NotRequired[Any],
                        })
                        class SearchIssuesResult(TypedDict):
                            items: list[Issue]; kind: NotRequired[Literal["page"]]; next: NotRequired[str | None]
                            stats: NotRequired[dict[str, int]]; value: NotRequired[str | float | None]
                        def search_issues() -> SearchIssuesResult:
                            \"\"\"Searches issues.\"\"\"""");
    }

    @Test
    void recursive_parameters() {
        String reference = UUID.randomUUID().toString();
        JsonObjectSchema node = JsonObjectSchema.builder()
                .addStringProperty("name")
                .addProperty(
                        "children",
                        JsonArraySchema.builder()
                                .items(JsonReferenceSchema.builder()
                                        .reference(reference)
                                        .build())
                                .build())
                .required("name")
                .build();
        JsonObjectSchema parameters = JsonObjectSchema.builder()
                .addProperty(
                        "root",
                        JsonReferenceSchema.builder().reference(reference).build())
                .required("root")
                .definitions(Map.of(reference, node))
                .build();
        CatalogTool tool = tool(parameters, Map.of(), ECHO);

        assertThat(tool.descriptor().documentation()).startsWith("""
                        class SearchIssuesRoot(TypedDict):
                            name: str; children: NotRequired[list[SearchIssuesRoot]]
                        """);
        assertThat(tool.check(Calls.json("{\"root\":{\"name\":\"a\",\"children\":[{\"name\":1}]}}")))
                .contains("root[\"children\"][0][\"name\"]: expected str, got 1");
    }

    @Test
    void references_to_elsewhere_are_not_followed() {
        JsonObjectSchema parameters = JsonObjectSchema.builder()
                .addProperty("x", JsonRawSchema.from("{\"$ref\":\"http://localhost:1/schema.json\"}"))
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool(parameters, Map.of(), ECHO))
                .withMessageContainingAll("search-issues", "http://localhost:1/schema.json", "not allowed");
    }

    @Test
    void older_schema_dialects_are_understood() {
        CatalogTool tool = tool(
                JsonObjectSchema.builder()
                        .addProperty(
                                "x",
                                JsonRawSchema.from(
                                        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"integer\","
                                                + "\"exclusiveMinimum\":0}"))
                        .build(),
                Map.of(),
                ECHO);

        assertThat(tool.check(Calls.json("{\"x\":1}"))).isEmpty();
        assertThat(tool.check(Calls.json("{\"x\":0}"))).isPresent();
    }

    @Test
    void a_bad_schema_is_refused_with_the_name_of_the_tool() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool(null, Map.of("output_schema", "{broken"), ECHO))
                .withMessage("The tool 'search-issues': output_schema is no JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool(null, Map.of("output_schema", List.of(1)), ECHO))
                .withMessage("The tool 'search-issues': output_schema is no JSON object");
    }
}
