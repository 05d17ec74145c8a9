package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.CodeExecutionTool20260120;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic's SDK for Java as the client. */
@ExtendWith(Fixture.Shared.class)
class JavaSdkTest {

    private final Fixture fixture;
    private final AnthropicClient client;

    JavaSdkTest(Fixture fixture) {
        this.fixture = fixture;
        this.client = client(Fixture.ALICE);
    }

    private AnthropicClient client(String key) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(fixture.url())
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams.Builder question(String text) {
        return MessageCreateParams.builder().model("scripted").maxTokens(1024).addUserMessage(text);
    }

    private static Tool tool(JsonNode json) {
        Tool.InputSchema.Properties.Builder properties = Tool.InputSchema.Properties.builder();
        json.path("input_schema")
                .path("properties")
                .properties()
                .forEach(field ->
                        properties.putAdditionalProperty(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
        Tool.InputSchema.Builder schema = Tool.InputSchema.builder().properties(properties.build());
        json.path("input_schema").path("required").forEach(name -> schema.addRequired(name.asText()));
        Tool.Builder tool = Tool.builder()
                .name(json.path("name").asText())
                .description(json.path("description").asText())
                .inputSchema(schema.build());
        json.path("allowed_callers").forEach(caller -> tool.addAllowedCaller(Tool.AllowedCaller.of(caller.asText())));
        return tool.build();
    }

    /** The loop of every client: it goes on until the model has no more calls, and keeps the container. */
    private Message converse(
            MessageCreateParams.Builder request, boolean streamed, BiFunction<String, JsonNode, String> tools) {
        Message message = ask(request.build(), streamed);
        while (message.stopReason().equals(Optional.of(StopReason.TOOL_USE))) {
            List<ContentBlockParam> results = new ArrayList<>();
            for (ContentBlock block : message.content()) {
                block.toolUse().ifPresent(use -> results.add(ContentBlockParam.ofToolResult(result(use, tools))));
            }
            request.addMessage(message).addUserMessageOfContentBlockParams(results);
            message.container().ifPresent(container -> request.container(container.id()));
            message = ask(request.build(), streamed);
        }
        return message;
    }

    private static ToolResultBlockParam result(ToolUseBlock use, BiFunction<String, JsonNode, String> tools) {
        return ToolResultBlockParam.builder()
                .toolUseId(use.id())
                .content(tools.apply(use.name(), use._input().convert(JsonNode.class)))
                .build();
    }

    private Message ask(MessageCreateParams request, boolean streamed) {
        if (!streamed) {
            return client.messages().create(request);
        }
        MessageAccumulator accumulator = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(request)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(TextBlock::text)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesTheExpenseAudit(boolean streamed) throws Exception {
        MessageCreateParams.Builder request = question(Expenses.QUESTION)
                .addTool(CodeExecutionTool20260120.builder().build());
        for (JsonNode json : Client.JSON.readTree(Expenses.TOOLS)) {
            if (json.has("input_schema")) {
                request.addTool(tool(json));
            }
        }
        Expenses expenses = new Expenses();
        List<String> called = new ArrayList<>();

        Message message = converse(request, streamed, (name, input) -> {
            called.add(name);
            return expenses.call(name, input);
        });

        assertThat(text(message)).isEqualTo(Expenses.ANSWER);
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.container()).isPresent();
        assertThat(called).hasSize(17).startsWith("get_team_members");
        assertThat(message.content()).anyMatch(block -> block.isCodeExecutionToolResult());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsOfProgramsNameTheirProgram(boolean streamed) throws Exception {
        Message message = ask(
                question("Look up value")
                        .addTool(CodeExecutionTool20260120.builder().build())
                        .addTool(lookup("code_execution_20260120"))
                        .build(),
                streamed);

        String program = message.content().stream()
                .flatMap(block -> block.serverToolUse().stream())
                .findFirst()
                .orElseThrow()
                .id();
        ToolUseBlock use = message.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .findFirst()
                .orElseThrow();
        assertThat(use.caller().isCodeExecution20260120()).isTrue();
        assertThat(use.caller().asCodeExecution20260120().toolId()).isEqualTo(program);
    }

    private static Tool lookup(String caller) throws Exception {
        return tool(Client.JSON.readTree("""
                {"name": "lookup", "description": "Looks up a value", "allowed_callers": ["%s"],
                 "input_schema": {"properties": {"key": {"type": "string"}}, "required": ["key"]}}""".formatted(caller)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsToolsDirectly(boolean streamed) throws Exception {
        Message message = converse(
                question("Ask colour directly").addTool(lookup("direct")),
                streamed,
                (name, input) -> input.path("key").asText() + " is blue");
        assertThat(text(message)).isEqualTo("It is colour is blue");
        assertThat(message.container()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asksPlainQuestions(boolean streamed) {
        Message message = ask(question("Say hello").build(), streamed);
        assertThat(text(message)).isEqualTo("Hello, nice to meet you.");
        assertThat(message.usage().inputTokens()).isEqualTo(100);
        assertThat(message.usage().outputTokens()).isEqualTo(10);
    }

    @Test
    void errorsAreThoseOfTheSdk() {
        assertThatThrownBy(() -> client("x".repeat(40))
                        .messages()
                        .create(question("Say hello").build()))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("invalid x-api-key");
        NotFoundException none = catchThrowableOfType(
                NotFoundException.class,
                () -> client.messages()
                        .create(question("Say hello").model("none").build()));
        assertThat(none.requestId()).isPresent();
        assertThat(none).hasMessageContaining("model: none");
        assertThatThrownBy(() -> client.messages()
                        .create(question("Say hello")
                                .container("container_none")
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("container_none");
        assertThatThrownBy(() -> {
                    AnthropicClient limited = client(Fixture.LIMITED_SDK);
                    for (int request = 0; request < 3; request++) {
                        limited.messages().create(question("Say hello").build());
                    }
                })
                .isInstanceOf(RateLimitException.class);
    }

    @Test
    void countsTokensAndListsModels() {
        assertThat(client.messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("scripted")
                                .addUserMessage("Say hello")
                                .build())
                        .inputTokens())
                .isPositive();
        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .containsExactly("recorded", "scripted");
        assertThat(client.models().retrieve("scripted").displayName()).isEqualTo("scripted");
    }
}
