package io.github.langchain4j.ptc.bedrock;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** The local server refuses what Bedrock refuses; the real client sends it. */
class ConverseServerTest {

    private static final String QWEN = Family.QWEN3_NEXT_80B.modelId();
    private static BedrockFixture bedrock;

    @BeforeAll
    static void start() throws IOException {
        bedrock = new BedrockFixture();
    }

    @AfterAll
    static void end() {
        bedrock.close();
    }

    private static Message user(ContentBlock... content) {
        return Message.builder().role("user").content(content).build();
    }

    private static Message model(ContentBlock... content) {
        return Message.builder().role("assistant").content(content).build();
    }

    private static ContentBlock text(String text) {
        return ContentBlock.fromText(text);
    }

    private static ContentBlock use(String id) {
        return use(id, Document.mapBuilder().build());
    }

    private static ContentBlock use(String id, Document input) {
        return ContentBlock.fromToolUse(
                ToolUseBlock.builder().toolUseId(id).name("run").input(input).build());
    }

    private static ContentBlock result(String id, String text) {
        return ContentBlock.fromToolResult(ToolResultBlock.builder()
                .toolUseId(id)
                .content(ToolResultContentBlock.fromText(text))
                .build());
    }

    private static ContentBlock thought(String signature) {
        return ContentBlock.fromReasoningContent(reasoning ->
                reasoning.reasoningText(thought -> thought.text("Hm.").signature(signature)));
    }

    private static ToolConfiguration tools(String... names) {
        List<Tool> tools = new ArrayList<>();
        for (String name : names) {
            tools.add(Tool.fromToolSpec(tool -> tool.name(name)
                    .inputSchema(schema -> schema.json(
                            Document.mapBuilder().putString("type", "object").build()))));
        }
        return ToolConfiguration.builder().tools(tools).build();
    }

    private static Consumer<ConverseRequest.Builder> with(Message... messages) {
        return request -> request.modelId(QWEN).messages(messages).toolConfig(tools("run"));
    }

    static Stream<Arguments> refused() {
        Message question = user(text("Hello"));
        return Stream.of(
                Arguments.of("messages: must have at least 1", with()),
                Arguments.of("must start with a user message", with(model(text("Hello")), question)),
                Arguments.of("must alternate", with(question, question)),
                Arguments.of("must end with a user message", with(question, model(text("Hi")))),
                Arguments.of("is empty. Add a ContentBlock", with(user())),
                Arguments.of("is blank", with(user(text("\n")))),
                Arguments.of("is blank", with(question, model(text(""), use("a")), user(result("a", "1")))),
                Arguments.of("is blank", with(question, model(use("a")), user(result("a", "")))),
                Arguments.of("toolConfig field must be defined", (Consumer<ConverseRequest.Builder>)
                        request -> request.modelId(QWEN).messages(question, model(use("a")), user(result("a", "1")))),
                Arguments.of("is already defined", (Consumer<ConverseRequest.Builder>)
                        request -> request.modelId(QWEN).messages(question).toolConfig(tools("run", "run"))),
                Arguments.of("must match", (Consumer<ConverseRequest.Builder>)
                        request -> request.modelId(QWEN).messages(question).toolConfig(tools("run it"))),
                Arguments.of("Expected toolResult blocks", with(question, model(use("a")), user(text("So?")))),
                Arguments.of(
                        "Expected toolResult blocks",
                        with(question, model(use("a"), use("b")), user(result("a", "1")))),
                Arguments.of("no matching toolUse", with(user(result("a", "1")))),
                Arguments.of("no matching toolUse", with(question, model(use("a")), user(result("b", "1")))),
                Arguments.of("is used twice", with(question, model(use("a"), use("a")), user(result("a", "1")))),
                Arguments.of(
                        "cannot be provided in the same turn",
                        with(question, model(use("a")), user(result("a", "1"), text("So?")))),
                Arguments.of(
                        "Provide a json object",
                        with(question, model(use("a", Document.fromString("x"))), user(result("a", "1")))),
                Arguments.of("User messages cannot contain reasoning", with(user(thought("s"), text("Hello")))),
                Arguments.of("signature: Field required", (Consumer<ConverseRequest.Builder>)
                        request -> request.modelId(BedrockFixture.CLAUDE)
                                .messages(question, model(thought(null), text("Hi")), question)));
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource("refused")
    void refuses(String why, Consumer<ConverseRequest.Builder> request) {
        assertThatThrownBy(() -> bedrock.client().converse(request))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(why);
    }

    @Test
    void takesWhatIsRight() {
        bedrock.play(Script.says("end_turn", Script.text("Fine.")));
        assertThatCode(() -> bedrock.client()
                        .converse(with(
                                user(text("Hello")),
                                model(thought(null), text("One moment."), use("a"), use("b")),
                                user(result("b", "2"), result("a", "1")))))
                .doesNotThrowAnyException();
    }
}
