package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.tool;
import static io.github.langchain4j.ptc.anthropic.ProgramsTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain requests reach the model behind with all that LangChain4j has a name for. */
class PassThroughTest extends ApiFixture {

    @Test
    void parametersReachTheModel() {
        MessagesApi api = api(script().expect(request -> {
                    assertThat(request.maxOutputTokens()).isEqualTo(77);
                    assertThat(request.temperature()).isEqualTo(0.25);
                    assertThat(request.topP()).isEqualTo(0.5);
                    assertThat(request.topK()).isEqualTo(40);
                    assertThat(request.stopSequences()).containsExactly("END");
                    assertThat(request.toolSpecifications()).isNullOrEmpty();
                    assertThat(((SystemMessage) request.messages().get(0)).text())
                            .isEqualTo("Be\n\nbrief");
                })
                .answer("Ok."));

        Client client = client(api).user("Hi");
        Client.json("""
                {"max_tokens": 77, "temperature": 0.25, "top_p": 0.5, "top_k": 40, "stop_sequences": ["END"],
                 "metadata": {"user_id": "u"}, "service_tier": "auto", "cache_control": {"type": "ephemeral"},
                 "some_day": {"there": "is more"},
                 "system": [{"type": "text", "text": "Be", "cache_control": {"type": "ephemeral"}},
                            {"type": "text", "text": "brief"}]}
                """).properties().forEach(field -> client.request.set(field.getKey(), field.getValue()));
        client.ask();
    }

    @Test
    void imagesAndDocumentsReachTheModel() {
        MessagesApi api = api(script().expect(request -> {
                    UserMessage message = (UserMessage) request.messages().get(0);
                    assertThat(message.contents()).hasSize(7);
                    ImageContent image = (ImageContent) message.contents().get(1);
                    assertThat(image.image().base64Data()).isEqualTo("aGk=");
                    assertThat(image.image().mimeType()).isEqualTo("image/png");
                    assertThat(((ImageContent) message.contents().get(2))
                                    .image()
                                    .url())
                            .hasToString("https://example.org/a.png");
                    assertThat(((PdfFileContent) message.contents().get(3))
                                    .pdfFile()
                                    .base64Data())
                            .isEqualTo("JVBE");
                    assertThat(((PdfFileContent) message.contents().get(4))
                                    .pdfFile()
                                    .url())
                            .hasToString("https://example.org/a.pdf");
                    assertThat(((TextContent) message.contents().get(5)).text()).isEqualTo("Title\n\nBody");
                    assertThat(((TextContent) message.contents().get(6)).text()).contains("found", "example.org");
                    assertThat(message.attributes()).containsEntry("cache_control", "ephemeral");
                })
                .answer("Ok."));

        client(api)
                .blocks(
                        "user",
                        "{\"type\":\"text\",\"text\":\"Look\",\"cache_control\":{\"type\":\"ephemeral\"}}",
                        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"aGk=\"}}",
                        "{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.org/a.png\"}}",
                        "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"JVBE\"}}",
                        "{\"type\":\"document\",\"source\":{\"type\":\"url\",\"url\":\"https://example.org/a.pdf\"}}",
                        "{\"type\":\"document\",\"title\":\"Title\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"Body\"}}",
                        "{\"type\":\"search_result\",\"title\":\"T\",\"source\":\"https://example.org\",\"content\":[{\"type\":\"text\",\"text\":\"found\"}]}")
                .ask();
    }

    @Test
    void severalToolUsesAndTheirResultsReachTheClientAndTheModel() {
        MessagesApi api = api(script().message(AiMessage.from(
                        "Both.",
                        List.of(request("a", "get_weather", "{\"city\":\"A\"}"), request("a", "get_weather", "{}"))))
                .expect(request -> {
                    AiMessage asked = (AiMessage) request.messages().get(1);
                    ToolExecutionResultMessage first =
                            (ToolExecutionResultMessage) request.messages().get(2);
                    ToolExecutionResultMessage second =
                            (ToolExecutionResultMessage) request.messages().get(3);
                    assertThat(asked.toolExecutionRequests().get(0).id()).isEqualTo(first.id());
                    assertThat(asked.toolExecutionRequests().get(1).id()).isEqualTo(second.id());
                    assertThat(first.text()).isEqualTo("sunny");
                    assertThat(second.isError()).isTrue();
                    assertThat(second.contents()).hasSize(2);
                    assertThat(((UserMessage) request.messages().get(4)).singleText())
                            .isEqualTo("Well?");
                })
                .answer("Ok."));
        Client client =
                client(api).tools(tool("get_weather", "", "city:string")).user("Go");

        Response asked = client.ask();
        assertThat(asked.stopReason()).isEqualTo("tool_use");
        assertThat(asked.json().path("container").isNull()).isTrue();
        client.blocks(
                "user",
                "{\"type\":\"tool_result\",\"tool_use_id\":"
                        + asked.uses().get(0).path("id") + ",\"content\":\"sunny\"}",
                "{\"type\":\"tool_result\",\"is_error\":true,\"tool_use_id\":"
                        + asked.uses().get(1).path("id")
                        + ",\"content\":[{\"type\":\"text\",\"text\":\"map\"},{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"aGk=\"}}]}",
                "{\"type\":\"text\",\"text\":\"Well?\"}");

        assertThat(client.ask().text()).isEqualTo("Ok.");
    }

    @Test
    void schemasReachTheModelWithoutLoss() {
        String schema = """
                {"type": "object", "description": "All of it", "additionalProperties": false,
                 "properties": {
                   "a": {"type": "string", "pattern": "^x+$", "examples": ["x"], "x-note": 1},
                   "b": {"oneOf": [{"type": "integer", "minimum": 3}, {"$ref": "#/$defs/c"}]},
                   "pattern": {"type": "string"}},
                 "required": ["a"],
                 "$defs": {"c": {"type": "array", "items": {"type": "number"}, "uniqueItems": true}}}
                """;
        ObjectNode given = Client.json("{\"name\":\"t\",\"description\":\"About\",\"input_schema\":" + schema + "}");
        MessagesApi api = api(script().expect(request -> {
                    ToolSpecification tool = request.toolSpecifications().get(0);
                    ObjectNode sent = Client.json(tool.toJson());
                    assertThat(sent.path("parameters")).isEqualTo(given.path("input_schema"));
                    assertThat(tool.description()).isEqualTo("About");
                })
                .answer("Ok."));

        client(api).tools(given.toString()).user("Go").ask();
    }

    @Test
    void thinkingComesBackToTheModelAsItWas() {
        MessagesApi api = api(script().expect(request -> {
                    AiMessage thought = (AiMessage) request.messages().get(1);
                    assertThat(thought.thinking()).isEqualTo("hm");
                    assertThat(thought.attributes())
                            .isEqualTo(Map.of("thinking_signature", "s", "redacted_thinking", List.of("r")));
                    assertThat(thought.text()).isEqualTo("Answer");
                })
                .answer("Ok."));

        client(api)
                .user("Hi")
                .blocks(
                        "assistant",
                        "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}",
                        "{\"type\":\"redacted_thinking\",\"data\":\"r\"}",
                        "{\"type\":\"text\",\"text\":\"Answer\"}")
                .user("More")
                .ask();
    }

    @Test
    void whatLangChain4jHasNoNameForReachesTheApplicationsParameters() {
        Backing backing = Backing.builder()
                .model(script().expect(request ->
                                assertThat(request.frequencyPenalty()).isEqualTo(2048.0))
                        .answer("Ok.")
                        .build())
                .parameters((known, request) -> known.overrideWith(ChatRequestParameters.builder()
                        .frequencyPenalty(
                                request.path("thinking").path("budget_tokens").asDouble())
                        .build()))
                .build();

        client(api(backing, settings -> settings))
                .set("thinking", "{\"type\":\"enabled\",\"budget_tokens\":2048}")
                .user("Hi")
                .ask();
    }

    @Test
    void theChoiceOfToolsReachesTheModel() {
        List<String> choices =
                List.of("{\"type\":\"any\"}", "{\"type\":\"none\"}", "{\"type\":\"tool\",\"name\":\"b\"}");
        List<ToolChoice> expected = List.of(ToolChoice.REQUIRED, ToolChoice.NONE, ToolChoice.REQUIRED);
        for (int i = 0; i < choices.size(); i++) {
            ToolChoice choice = expected.get(i);
            int tools = i == 2 ? 1 : 2;
            MessagesApi api = api(script().expect(request -> {
                        assertThat(request.toolChoice()).isEqualTo(choice);
                        assertThat(request.toolSpecifications()).hasSize(tools);
                    })
                    .answer("Ok."));
            client(api)
                    .tools(tool("a", ""), tool("b", ""))
                    .set("tool_choice", choices.get(i))
                    .user("Go")
                    .ask();
        }
    }

    @Test
    void anOutputSchemaReachesTheModel() {
        MessagesApi api = api(script().expect(request -> assertThat(request.responseFormat()
                                .jsonSchema()
                                .rootElement()
                                .toString())
                        .contains("answer"))
                .answer("{}"));

        client(api)
                .set(
                        "output_config",
                        "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}}}}}")
                .user("Hi")
                .ask();
    }

    @Test
    void aBeginningOfTheAnswerStaysTheLastMessage() {
        MessagesApi api = api(script().expect(
                        request -> assertThat(((AiMessage) request.messages().get(1)).text())
                                .isEqualTo("The best is ("))
                .answer("B)"));

        client(api)
                .user("A or B?")
                .blocks("assistant", "{\"type\":\"text\",\"text\":\"The best is (\"}")
                .ask();
    }

    @Test
    void messagesOfOneRoleInARowAreOneMessage() {
        MessagesApi api =
                api(script().expect(request -> assertThat(request.messages()).hasSize(1))
                        .answer("Ok."));

        client(api).user("One").user("Two").ask();
    }

    @ParameterizedTest
    @MethodSource
    void finishReasonsAreStopReasons(FinishReason reason, String expected) {
        MessagesApi api = api(script().response(ChatResponse.builder()
                .aiMessage(AiMessage.from("…"))
                .finishReason(reason)
                .build()));

        assertThat(client(api).user("Hi").ask().stopReason()).isEqualTo(expected);
    }

    static Stream<Arguments> finishReasonsAreStopReasons() {
        return Stream.of(
                Arguments.of(FinishReason.STOP, "end_turn"),
                Arguments.of(FinishReason.LENGTH, "max_tokens"),
                Arguments.of(FinishReason.CONTENT_FILTER, "refusal"),
                Arguments.of(FinishReason.OTHER, "end_turn"),
                Arguments.of(null, "end_turn"));
    }

    @ParameterizedTest
    @MethodSource
    void failuresOfTheModelAreErrorsOfTheApi(RuntimeException failure, int status, String type) {
        MessagesApi api = api(script().failure(failure));

        Response response = client(api).user("Hi").send();

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.errorType()).isEqualTo(type);
        assertThat(response.error()).doesNotContain("sk-ant", "AKIAIOSFODNN7EXAMPLE");
    }

    static Stream<Arguments> failuresOfTheModelAreErrorsOfTheApi() {
        String secret = "bad key sk-ant-REDACTED00 of AKIAIOSFODNN7EXAMPLE";
        return Stream.of(
                Arguments.of(new RateLimitException(secret), 429, "rate_limit_error"),
                Arguments.of(new HttpException(429, secret), 429, "rate_limit_error"),
                Arguments.of(new AuthenticationException(secret), 502, "api_error"),
                Arguments.of(new ModelNotFoundException(secret), 502, "api_error"),
                Arguments.of(new TimeoutException(secret), 504, "timeout_error"),
                Arguments.of(new InvalidRequestException(secret), 400, "invalid_request_error"),
                Arguments.of(new ContentFilteredException(secret), 400, "invalid_request_error"),
                Arguments.of(new UnsupportedFeatureException(secret), 400, "invalid_request_error"),
                Arguments.of(new InternalServerException(secret), 502, "api_error"),
                Arguments.of(new InternalServerException(new HttpException(529, secret)), 529, "overloaded_error"),
                Arguments.of(new HttpException(503, secret), 529, "overloaded_error"),
                Arguments.of(new IllegalStateException(secret), 500, "api_error"));
    }

    @Test
    void whatTheClientCanMendIsSaid() {
        MessagesApi api = api(script().failure(new InvalidRequestException("prompt is too long: 210000 tokens")));

        assertThat(client(api).user("Hi").send().error()).contains("prompt is too long: 210000 tokens");
    }

    @Test
    void theModelIsToldOfProgramsOnlyWhereTheyExist() {
        MessagesApi api = api(script().expect(request -> assertThat(request.toolSpecifications())
                        .extracting(ToolSpecification::name)
                        .containsExactly("a"))
                .answer("x")
                .expect(PassThroughTest::isPlainCodeTool)
                .answer("y"));

        client(api).tools(tool("a", "")).user("Go").ask();
        client(api).tools(CODE).user("Go").ask();
    }

    private static void isPlainCodeTool(ChatRequest request) {
        ToolSpecification tool = request.toolSpecifications().get(0);
        assertThat(tool.name()).isEqualTo("code_execution");
        assertThat(tool.description()).contains("Python 3").doesNotContain("function");
    }

    @Test
    void tokensAreCountedWithoutWhatProgramsAskedTheClient() {
        MessagesApi api = api(script().program("x = await get('a')").answer("Done."));
        Client client =
                client(api).tools(CODE, Client.forPrograms("get", "a:string")).user("Go");
        Response paused = client.ask();
        client.answer(paused, use -> "small").ask();
        int small = count(api, client.call());
        int large =
                count(api, client.call(client.request.toString().replace("\"small\"", "\"" + "x".repeat(9000) + "\"")));

        assertThat(small).isBetween(100, 2000);
        assertThat(large).isEqualTo(small);
    }

    private static int count(MessagesApi api, ApiCall call) {
        return Client.json(api.countTokens(call).body().orElseThrow())
                .path("input_tokens")
                .asInt();
    }

    @Test
    void tokensAreCountedRoughlyByCharactersAndImages() {
        MessagesApi api = api(script());
        Client client = client(api).user("x".repeat(400));
        client.request.remove("max_tokens");

        assertThat(count(api, client.call())).isEqualTo(104);
        client.blocks(
                "user",
                "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"aGk=\"}}");
        assertThat(count(api, client.call())).isEqualTo(1704);
    }

    @Test
    void modelsAreListedAndFound() {
        MessagesApi api = api(script());
        ApiCall call = client(api).call("");

        ObjectNode list = Client.json(api.models(call).body().orElseThrow());
        assertThat(list.path("data").get(0).path("id").asText()).isEqualTo("test-model");
        assertThat(list.path("data").get(0).path("type").asText()).isEqualTo("model");
        assertThat(list.path("has_more").asBoolean(true)).isFalse();
        assertThat(list.path("last_id").asText()).isEqualTo("test-model");
        assertThat(api.model(call, "test-model").status()).isEqualTo(200);
        assertThat(api.model(call, "other").status()).isEqualTo(404);
    }
}
