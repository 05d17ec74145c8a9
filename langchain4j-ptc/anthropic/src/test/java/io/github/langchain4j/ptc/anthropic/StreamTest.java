package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static io.github.langchain4j.ptc.anthropic.Client.tool;
import static io.github.langchain4j.ptc.anthropic.ProgramsTest.program;
import static io.github.langchain4j.ptc.anthropic.ProgramsTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import io.github.langchain4j.ptc.testkit.Hold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Streamed responses: what comes when, and that it is always in the order of the API. */
class StreamTest extends ApiFixture {

    private static final String ORDERS = forPrograms("get_orders", "customer:string");

    private static final AiMessage THOUGHTFUL = AiMessage.builder()
            .thinking("I will run a program.")
            .text("Let me look.")
            .toolExecutionRequests(List.of(request("p1", "code_execution", program("print(await get_orders('a'))"))))
            .attributes(Map.of("thinking_signature", "sig", "redacted_thinking", List.of("xyz")))
            .build();

    @Test
    void textComesInPartsBetweenTheEventsOfTheApi() {
        MessagesApi api =
                streaming(streamScript().chunk(4).usage(new TokenUsage(9, 3)).answer("Hello there"));

        Events events = client(api).user("Hi").stream();

        assertThat(events.names)
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        Response response = events.response();
        assertThat(response.text()).isEqualTo("Hello there");
        assertThat(response.stopReason()).isEqualTo("end_turn");
        assertThat(response.json().path("usage").path("input_tokens").asInt()).isEqualTo(9);
        assertThat(response.json().path("usage").path("output_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void theSourceOfAProgramComesAsTheModelWritesIt() {
        MessagesApi api = streaming(streamScript().chunk(5).program("print(await get_orders(customer='a'))"));

        Events events = client(api).tools(CODE, ORDERS).user("Go").stream();

        assertThat(events.deltas("input_json_delta", "partial_json"))
                .hasSizeGreaterThan(5)
                .startsWith("{\"cod");
        Response response = events.response();
        assertThat(response.types()).containsExactly("server_tool_use", "tool_use");
        assertThat(response.content().get(0).path("input").path("code").asText())
                .isEqualTo("print(await get_orders(customer='a'))");
        assertThat(response.uses().get(0).path("input").path("customer").asText())
                .isEqualTo("a");
        assertThat(response.stopReason()).isEqualTo("tool_use");
        assertThat(response.json().path("container").path("id").asText()).startsWith("container_");
    }

    @Test
    void aStreamedConversationGoesOnWithResultsAndNamesItsContainerFromTheStart() {
        MessagesApi api = streaming(
                streamScript().program("print(await get_orders(customer='a'))").answer("Done."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");
        Response paused = client.stream().response();
        client.take(paused);

        Events events = client.answer(paused, use -> "seven").stream();

        Response done = events.response();
        assertThat(done.types()).containsExactly("code_execution_tool_result", "text");
        assertThat(done.result().path("stdout").asText()).isEqualTo("seven\n");
        assertThat(events.all.get(0).path("message").path("container").path("id"))
                .isEqualTo(paused.json().path("container").path("id"));
    }

    @Test
    void aModelWithoutAStreamingTwinGivesTheSameEvents() {
        MessagesApi api = api(script().message(THOUGHTFUL).answer("Done."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");

        Response paused = client.stream().response();

        assertThat(paused.types())
                .containsExactly("thinking", "redacted_thinking", "text", "server_tool_use", "tool_use");
        assertThat(paused.content().get(0).path("signature").asText()).isEqualTo("sig");
        client.take(paused);
        assertThat(client.answer(paused, use -> "x").stream().response().text()).isEqualTo("Done.");
    }

    @Test
    void aStreamedMessageIsTheSameAsOneThatIsNotStreamed() {
        AiMessage message = AiMessage.from("Look.", List.of(request("d", "get_weather", "{\"city\":\"Bonn\"}")));
        Client streamed = client(streaming(streamScript().chunk(3).message(message)));
        Client whole = client(api(script().message(message)));
        List<Response> responses = List.of(
                streamed.tools(tool("get_weather", "", "city:string")).user("Go").stream()
                        .response(),
                whole.tools(tool("get_weather", "", "city:string")).user("Go").send());

        for (Response response : responses) {
            response.json().remove("id");
            response.uses().forEach(use -> ((com.fasterxml.jackson.databind.node.ObjectNode) use).remove("id"));
        }
        assertThat(responses.get(0).json()).isEqualTo(responses.get(1).json());
    }

    @Test
    void aSignatureThatIsKnownAtTheEndComesInAThinkingBlockOfItsOwn() {
        MessagesApi api = streaming(streamScript()
                .message(THOUGHTFUL)
                .expect(request -> {
                    AiMessage again = (AiMessage) request.messages().get(1);
                    assertThat(again.thinking()).isEqualTo("I will run a program.");
                    assertThat(again.attributes()).isEqualTo(THOUGHTFUL.attributes());
                    assertThat(again.text()).isEqualTo("Let me look.");
                })
                .answer("Done."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");

        Response paused = client.stream().response();
        assertThat(paused.types())
                .containsExactly("thinking", "text", "server_tool_use", "thinking", "redacted_thinking", "tool_use");
        client.take(paused);

        assertThat(client.answer(paused, use -> "x").stream().response().text()).isEqualTo("Done.");
    }

    @Test
    void aSignatureThatIsKnownInTimeEndsItsThinking() {
        MessagesApi api = streaming(streamScript()
                .message(AiMessage.builder()
                        .thinking("Hm.")
                        .attributes(Map.of("thinking_signature", "sig"))
                        .build()));

        Response response = client(api).user("Go").stream().response();

        assertThat(response.types()).containsExactly("thinking");
        assertThat(response.content().get(0).path("signature").asText()).isEqualTo("sig");
    }

    @Test
    void aProviderThatOnlyGivesCompleteCallsGivesOneDeltaForEach() {
        MessagesApi api =
                streaming(streamScript().partials(false).program("1", "2").answer("Done."));

        Events events = client(api).tools(CODE).user("Go").stream();

        assertThat(events.response().types())
                .containsExactly(
                        "server_tool_use",
                        "server_tool_use",
                        "code_execution_tool_result",
                        "code_execution_tool_result",
                        "text");
        assertThat(events.deltas("input_json_delta", "partial_json"))
                .containsExactly("{\"code\":\"1\"}", "{\"code\":\"2\"}");
    }

    @Test
    void callsThatTheModelWritesAtOnceComeOneAfterTheOther() {
        AiMessage message = AiMessage.from(
                request("a", "get_weather", "{\"city\":\"Aachen\"}"),
                request("b", "get_weather", "{\"city\":\"Bonn\"}"));
        MessagesApi api = streaming(streamScript().scene((request, handler) -> {
            handler.onPartialResponse("Both:");
            for (String[] part :
                    new String[][] {{"{\"city\":", "{\"ci"}, {"\"Aachen\"", "ty\":\"Bo"}, {"}", "nn\"}"}}) {
                for (int i = 0; i < 2; i++) {
                    handler.onPartialToolCall(PartialToolCall.builder()
                            .index(i)
                            .id(message.toolExecutionRequests().get(i).id())
                            .name("get_weather")
                            .partialArguments(part[i])
                            .build());
                }
            }
            handler.onPartialResponse(" see");
            handler.onCompleteToolCall(
                    new CompleteToolCall(1, message.toolExecutionRequests().get(1)));
            handler.onCompleteToolCall(
                    new CompleteToolCall(0, message.toolExecutionRequests().get(0)));
            handler.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(message.toBuilder().text("Both: see").build())
                    .finishReason(FinishReason.TOOL_EXECUTION)
                    .build());
        }));

        Response response = client(api).tools(tool("get_weather", "", "city:string")).user("Go").stream()
                .response();

        assertThat(response.types()).containsExactly("text", "tool_use", "tool_use", "text");
        assertThat(response.uses())
                .extracting(use -> use.path("input").path("city").asText())
                .containsExactly("Aachen", "Bonn");
        assertThat(response.text()).isEqualTo("Both: see");
    }

    @Test
    void aProgramThatIsCutOffIsStreamedAsFarAsItCame() {
        MessagesApi api = streaming(streamScript()
                .response(ChatResponse.builder()
                        .aiMessage(AiMessage.from(request("p1", "code_execution", "{\"code\": \"print(")))
                        .finishReason(FinishReason.LENGTH)
                        .build()));

        Response cut = client(api).tools(CODE).user("Go").stream().response();

        assertThat(cut.stopReason()).isEqualTo("max_tokens");
        assertThat(cut.content().get(0).path("broken_input").asText()).isEqualTo("{\"code\": \"print(");
    }

    @Test
    void aFailureBeforeTheFirstEventIsAStatus() {
        MessagesApi api = streaming(
                streamScript().failAfter(0, new RateLimitException("slow down")).answer("x"));

        ApiResponse response = client(api).user("Hi").stream((event, data) -> {
            throw new AssertionError(event);
        });

        assertThat(response.status()).isEqualTo(429);
        assertThat(response.body().orElseThrow()).contains("rate_limit_error");
    }

    @Test
    void aFailureInTheMiddleIsAnEvent() {
        MessagesApi api = streaming(streamScript()
                .chunk(2)
                .failAfter(2, new IllegalStateException("key sk-1"))
                .answer("abcdefgh"));
        Events events = new Events();

        ApiResponse response = client(api).user("Hi").stream(events);

        assertThat(response.isStreamed()).isTrue();
        assertThat(events.names).endsWith("content_block_delta", "error");
        assertThat(events.error.path("error").path("type").asText()).isEqualTo("api_error");
        assertThat(events.error.path("request_id").asText()).isEqualTo(response.requestId());
        assertThat(events.error.toString()).doesNotContain("sk-1");
    }

    @Test
    void pingsComeWhileNothingElseIsSaid() throws Exception {
        Hold hold = new Hold();
        MessagesApi api = streaming(
                streamScript().holdAfter(0, hold).answer("At last"),
                settings -> settings.pingTime(Duration.ofMillis(5)));
        CompletableFuture<Void> pinged = new CompletableFuture<>();
        Events events = new Events();
        Client client = client(api).user("Hi");
        CompletableFuture<ApiResponse> response = CompletableFuture.supplyAsync(() -> client.stream((event, data) -> {
            events.send(event, data);
            if (event.equals("ping")) {
                pinged.complete(null);
            }
        }));

        pinged.get();
        hold.release();

        assertThat(response.get().isStreamed()).isTrue();
        assertThat(events.names).startsWith("message_start", "ping");
        assertThat(events.response().text()).isEqualTo("At last");
    }

    @Test
    void aRequestThatIsNotStreamedUsesAStreamingModelIfThereIsNoOther() {
        MessagesApi api = streaming(streamScript().program("print(1)").answer("Done."));

        Response response = client(api).tools(CODE).user("Go").ask();

        assertThat(response.types()).containsExactly("server_tool_use", "code_execution_tool_result", "text");
    }

    @Test
    void whereTheClientWantsOneToolAtATimeTheFirstIsTaken() {
        AiMessage two = AiMessage.from(request("a", "get_weather", "{}"), request("b", "get_weather", "{}"));
        for (Client client :
                List.of(client(streaming(streamScript().message(two))), client(api(script().message(two))))) {
            Response response = client
                    .tools(tool("get_weather", ""))
                    .set("tool_choice", "{\"type\":\"auto\",\"disable_parallel_tool_use\":true}")
                    .user("Go")
                    .stream()
                    .response();

            assertThat(response.uses()).hasSize(1);
        }
    }

    @Test
    void anEmptyAnswerIsAMessageWithoutBlocks() {
        MessagesApi api = streaming(streamScript().message(AiMessage.builder().build()));

        Events events = client(api).user("Hi").stream();

        assertThat(events.names).containsExactly("message_start", "message_delta", "message_stop");
        JsonNode content = events.response().content();
        assertThat(content).isEmpty();
    }
}
