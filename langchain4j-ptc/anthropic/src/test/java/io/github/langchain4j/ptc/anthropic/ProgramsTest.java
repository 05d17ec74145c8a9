package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static io.github.langchain4j.ptc.anthropic.Client.tool;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.engine.Limits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs do, and how the API says it. */
class ProgramsTest extends ApiFixture {

    private static final String ORDERS = forPrograms("get_orders", "customer:string");

    static ToolExecutionRequest request(String id, String name, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build();
    }

    static String program(String code) {
        return Client.JSON.createObjectNode().put("code", code).toString();
    }

    @Test
    void severalRoundsOfTheModelAreOneResponseAndItsUsageIsTheirSum() {
        MessagesApi api = api(script().usage(new TokenUsage(10, 2))
                .program("print('one')")
                .usage(new TokenUsage(30, 4))
                .program("print('two')")
                .usage(new TokenUsage(50, 6))
                .answer("Both."));

        Response response = client(api).tools(CODE).user("Go").ask();

        assertThat(response.types())
                .containsExactly(
                        "server_tool_use",
                        "code_execution_tool_result",
                        "server_tool_use",
                        "code_execution_tool_result",
                        "text");
        assertThat(response.json().path("usage").path("input_tokens").asInt()).isEqualTo(90);
        assertThat(response.json().path("usage").path("output_tokens").asInt()).isEqualTo(12);
    }

    @Test
    void cachedTokensAreCountedWhereTheProviderTellsThem() {
        Backing backing = Backing.builder()
                .model(script().usage(new TokenUsage(10, 2)).answer("Hi").build())
                .cacheUsage(usage -> new Backing.CacheUsage(3, usage.inputTokenCount()))
                .build();

        JsonNode usage = client(api(backing, settings -> settings))
                .user("Hi")
                .ask()
                .json()
                .path("usage");

        assertThat(usage.path("cache_creation_input_tokens").asInt()).isEqualTo(3);
        assertThat(usage.path("cache_read_input_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void severalProgramsOfOneReplyRunInOrderAndEachGetsItsResult() {
        MessagesApi api = api(script().program(
                        "x = await get_orders(customer='a')", "print(x + await get_orders(customer='b'))")
                .expect(request ->
                        assertThat(lastResults(request)).hasSize(2).last().isEqualTo("AB"))
                .answer("Done."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");

        Response first = client.ask();
        assertThat(first.types()).containsExactly("server_tool_use", "server_tool_use", "tool_use");
        assertThat(first.uses().get(0).path("caller").path("tool_id"))
                .isEqualTo(first.content().get(0).path("id"));
        Response second = client.answer(first, use -> "A").ask();
        assertThat(second.types()).containsExactly("code_execution_tool_result", "tool_use");
        assertThat(second.uses().get(0).path("caller").path("tool_id"))
                .isEqualTo(first.content().get(1).path("id"));
        Response done = client.answer(second, use -> "B").ask();

        assertThat(done.types()).containsExactly("code_execution_tool_result", "text");
        assertThat(done.result().path("stdout").asText()).isEqualTo("AB\n");
    }

    @Test
    void afterAFailedProgramTheOthersOfTheReplyAreNotRun() {
        MessagesApi api = api(script().program("print('before')\n1/0", "print('never')")
                .expect(request -> assertThat(lastResults(request).get(1)).contains("program 1"))
                .answer("Mended."));

        Response response = client(api).tools(CODE).user("Go").ask();

        JsonNode failed = response.content().get(2).path("content");
        assertThat(failed.path("stdout").asText()).isEqualTo("before\n");
        assertThat(failed.path("stderr").asText()).contains("ZeroDivisionError", "1/0");
        assertThat(failed.path("return_code").asInt()).isEqualTo(1);
        assertThat(response.content().get(3).path("content").path("stdout").asText("-"))
                .isEmpty();
    }

    @Test
    void directToolsAndProgramsMixInOneReply() {
        AiMessage mixed = AiMessage.from(
                "Both.",
                List.of(
                        request("d1", "get_weather", "{\"city\": \"Bonn\"}"),
                        request("p1", "code_execution", program("print(await get_orders(customer='a'))"))));
        MessagesApi api = api(script().message(mixed)
                .expect(request -> {
                    List<ToolExecutionResultMessage> results = request.messages().stream()
                            .filter(ToolExecutionResultMessage.class::isInstance)
                            .map(ToolExecutionResultMessage.class::cast)
                            .toList();
                    assertThat(results)
                            .extracting(ToolExecutionResultMessage::text)
                            .containsExactly("sunny", "seven");
                    AiMessage asked = (AiMessage) request.messages().get(1);
                    assertThat(asked.text()).isEqualTo("Both.");
                    assertThat(asked.toolExecutionRequests())
                            .extracting(ToolExecutionRequest::name)
                            .containsExactly("get_weather", "code_execution");
                })
                .answer("Done."));
        Client client = client(api)
                .tools(CODE, ORDERS, tool("get_weather", "", "city:string"))
                .user("Go");

        Response paused = client.ask();
        assertThat(paused.types()).containsExactly("text", "tool_use", "server_tool_use", "tool_use");
        assertThat(paused.uses().get(0).path("caller").toString()).isEqualTo("{\"type\":\"direct\"}");
        assertThat(paused.uses().get(0).path("input").path("city").asText()).isEqualTo("Bonn");
        Response done = client.answer(
                        paused, use -> use.path("name").asText().equals("get_weather") ? "sunny" : "seven")
                .ask();

        assertThat(done.types()).containsExactly("code_execution_tool_result", "text");
    }

    @Test
    void aProgramThatEndsBesideADirectToolWaitsForTheClientsResult() {
        AiMessage mixed = AiMessage.from(
                request("p1", "code_execution", program("print(6 * 7)")), request("d1", "get_weather", "{}"));
        MessagesApi api = api(script().message(mixed)
                .expect(request -> assertThat(lastResults(request)).containsExactly("42", "sunny"))
                .answer("Done."));
        Client client = client(api).tools(CODE, tool("get_weather", "direct")).user("Go");

        Response paused = client.ask();
        assertThat(paused.stopReason()).isEqualTo("tool_use");
        assertThat(paused.types()).containsExactly("server_tool_use", "tool_use", "code_execution_tool_result");

        assertThat(client.answer(paused, use -> "sunny").ask().types()).containsExactly("text");
    }

    @Test
    void aToolForBothIsOfferedToTheModelAndToPrograms() {
        MessagesApi api = api(script().expect(request -> {
                    assertThat(request.toolSpecifications())
                            .extracting(tool -> tool.name())
                            .containsExactly("code_execution", "get_weather");
                    assertThat(request.toolSpecifications().get(0).description())
                            .contains("def get_weather(city: str) -> str", "def get_orders(", "json.loads")
                            .doesNotContain("output/");
                })
                .answer("Ok."));

        client(api)
                .tools(tool("get_weather", "direct,code_execution_20260120", "city:string"), CODE, ORDERS)
                .user("Go")
                .ask();
    }

    @Test
    void aProgramThatWasCutOffByMaxTokensIsNotRun() {
        MessagesApi api = api(script().response(ChatResponse.builder()
                        .aiMessage(AiMessage.from(request("p1", "code_execution", "{\"code\": \"print(")))
                        .finishReason(FinishReason.LENGTH)
                        .build())
                .expect(request -> assertThat(
                                ((ToolExecutionResultMessage) request.messages().get(2)).text())
                        .contains("Nothing was run", "cut off"))
                .answer("Shorter."));
        Client client = client(api).tools(CODE).user("Go");

        Response cut = client.ask();
        assertThat(cut.stopReason()).isEqualTo("max_tokens");
        assertThat(cut.types()).containsExactly("server_tool_use");
        assertThat(cut.json().path("container").isNull()).isTrue();

        assertThat(client.user("Go on").ask().text()).isEqualTo("Shorter.");
        assertThat(api.containers()).isZero();
    }

    @Test
    void maxTokensHoldForAllRoundsOfAResponse() {
        MessagesApi api = api(script().usage(new TokenUsage(10, 700))
                .program("1")
                .expect(request -> assertThat(request.maxOutputTokens()).isEqualTo(300))
                .usage(new TokenUsage(10, 300))
                .program("2"));

        Response response = client(api).tools(CODE).user("Go").ask();

        assertThat(response.stopReason()).isEqualTo("max_tokens");
        assertThat(response.types()).endsWith("code_execution_tool_result");
    }

    @Test
    void afterTooManyRoundsTheClientMayLetTheModelGoOn() {
        MessagesApi api = api(
                script().program("print(1)")
                        .program("print(2)")
                        .expect(request -> assertThat(request.messages()).hasSize(5))
                        .answer("Done."),
                settings -> settings.maxRounds(2));
        Client client = client(api).tools(CODE).user("Go");

        Response paused = client.ask();
        assertThat(paused.stopReason()).isEqualTo("pause_turn");

        assertThat(client.ask().text()).isEqualTo("Done.");
    }

    @Test
    void whatIsNoProgramIsInvalidToolInput() {
        MessagesApi api = api(script().message(AiMessage.from(request("p1", "code_execution", "{\"source\": 1}")))
                .expect(request -> assertThat(lastResults(request).get(0)).contains("{\"code\""))
                .answer("Sorry."));

        Response response = client(api).tools(CODE).user("Go").ask();

        assertThat(response.result().toString())
                .isEqualTo("{\"type\":\"code_execution_tool_result_error\",\"error_code\":\"invalid_tool_input\"}");
    }

    @Test
    void aProgramThatRunsForTooLongIsExecutionTimeExceeded() {
        MessagesApi api = api(
                script().program("while True: pass")
                        .expect(request ->
                                assertThat(lastResults(request).get(0)).contains("took too long"))
                        .answer("Sorry."),
                settings -> settings.limits(
                        Limits.builder().computeTime(Duration.ofMillis(300)).build()));

        Response response = client(api).tools(CODE).user("Go").ask();

        assertThat(response.result().path("error_code").asText()).isEqualTo("execution_time_exceeded");
    }

    @Test
    void theNextProgramAfterALostSessionIsToldSo() {
        MessagesApi api = api(
                script().program("x = 1\nwhile True: pass")
                        .program("print('alive')")
                        .answer("Sorry."),
                settings -> settings.limits(
                        Limits.builder().computeTime(Duration.ofMillis(300)).build()));

        Response response = client(api).tools(CODE).user("Go").ask();

        JsonNode second = response.content().get(3).path("content");
        assertThat(second.path("stdout").asText()).isEqualTo("alive\n");
        assertThat(second.path("stderr").asText()).contains("fresh");
        assertThat(second.path("return_code").asInt(-1)).isZero();
    }

    @Test
    void exitCodesAndStderrAreTold() {
        MessagesApi api = api(script().program("import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(3)")
                .answer("Ok."));

        JsonNode result = client(api).tools(CODE).user("Go").ask().result();

        assertThat(result.path("stdout").asText()).isEqualTo("out\n");
        assertThat(result.path("stderr").asText()).isEqualTo("err\n");
        assertThat(result.path("return_code").asInt()).isEqualTo(3);
    }

    @Test
    void theValueOfTheLastExpressionFollowsWhatWasPrinted() {
        MessagesApi api = api(script().program("print('a', end='')\n[1, 2]").answer("Ok."));

        assertThat(client(api)
                        .tools(CODE)
                        .user("Go")
                        .ask()
                        .result()
                        .path("stdout")
                        .asText())
                .isEqualTo("a\n[1,2]");
    }

    @Test
    void aToolTakesADictKeywordsOrPositionsAndNothingAtAll() {
        MessagesApi api = api(script().program("""
                        a = await get_orders({'customer': 'x'})
                        b = await get_orders(customer='x')
                        c = await get_orders('x')
                        d = await now({})
                        e = await now()
                        print(a, b, c, d, e)
                        """).answer("Ok."));
        Client client = client(api).tools(CODE, ORDERS, forPrograms("now")).user("Go");

        Response response = client.ask();
        while (response.stopReason().equals("tool_use")) {
            response =
                    client.answer(response, use -> use.path("input").toString()).ask();
        }

        assertThat(response.result().path("stdout").asText())
                .isEqualTo("{\"customer\":\"x\"} {\"customer\":\"x\"} {\"customer\":\"x\"} {} {}\n");
    }

    @Test
    void aResultIsTextWhateverItLooksLike() {
        MessagesApi api = api(script().program(
                        "r = [await get_orders(customer=str(i)) for i in range(4)]\nprint([type(x).__name__ for x in r], r)")
                .answer("Ok."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");

        Response response = client.ask();
        String[] answers = {"{\"a\": 1}", "", "null", "12"};
        for (int i = 0; i < 4; i++) {
            String answer = answers[i];
            response = client.answer(response, use -> answer).ask();
        }

        assertThat(response.result().path("stdout").asText())
                .isEqualTo("['str', 'str', 'str', 'str'] ['{\"a\": 1}', '', 'null', '12']\n");
    }

    @Test
    void textBlocksOfAResultAreJoinedAndAnErrorIsRaised() {
        MessagesApi api = api(script().program("""
                        print(await get_orders(customer='a'))
                        try:
                            await get_orders(customer='b')
                        except ToolError as e:
                            print('failed:', e)
                        await get_orders(customer='c')
                        """).answer("Ok."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");

        Response first = client.ask();
        client.blocks(
                "user",
                "{\"type\":\"tool_result\",\"tool_use_id\":"
                        + first.uses().get(0).path("id")
                        + ",\"content\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\",\"text\":\"two\"}]}");
        Response second = client.ask();
        client.blocks("user", failure(second, "no such customer"));
        Response third = client.ask();
        client.blocks("user", failure(third, "down"));
        JsonNode result = client.ask().result();

        assertThat(result.path("stdout").asText()).isEqualTo("one\ntwo\nfailed: no such customer\n");
        assertThat(result.path("stderr").asText()).contains("ToolError: down");
        assertThat(result.path("return_code").asInt()).isEqualTo(1);
    }

    static String failure(Response response, String message) {
        return "{\"type\":\"tool_result\",\"is_error\":true,\"tool_use_id\":"
                + response.uses().get(0).path("id") + ",\"content\":\"" + message + "\"}";
    }

    @Test
    void aModelThatUsesAToolOfProgramsItselfIsToldSoAndTheClientSeesNothing() {
        MessagesApi api = api(script().message(AiMessage.from(request("x", "get_orders", "{\"customer\":\"a\"}")))
                .expect(request -> assertThat(lastResults(request).get(0)).contains("only be called by a program"))
                .message(AiMessage.from(request("x", "get_nothing", "{}")))
                .expect(request -> assertThat(lastResults(request).get(0)).contains("no tool 'get_nothing'"))
                .answer("Then not."));

        Response response = client(api).tools(CODE, ORDERS).user("Go").ask();

        assertThat(response.types()).containsExactly("text");
    }

    @Test
    void argumentsThatTheSchemaForbidsAreAnErrorInTheProgramAndNeverGoOut() {
        MessagesApi api = api(script().program("await get_orders(customer=5)").answer("Ok."));

        JsonNode result = client(api).tools(CODE, ORDERS).user("Go").ask().result();

        assertThat(result.path("stderr").asText()).contains("TypeError", "customer");
    }

    @Test
    void aRegularExpressionOfTheClientIsNotRunOnWhatProgramsPass() {
        String hostile = forPrograms("get", "x:string")
                .replace("\"type\":\"string\"", "\"type\":\"string\",\"pattern\":\"^(a+)+$\"");
        MessagesApi api =
                api(script().program("print(await get('a' * 60 + '!'))").answer("Ok."));
        Client client = client(api).tools(CODE, hostile).user("Go");

        Response paused = client.ask();

        assertThat(paused.uses()).hasSize(1);
        assertThat(client.answer(paused, use -> "went out")
                        .ask()
                        .result()
                        .path("stdout")
                        .asText())
                .isEqualTo("went out\n");
    }

    @Test
    @Timeout(60)
    void aSchemaThatTakesForEverToCheckIsNotChecked() {
        StringBuilder definitions = new StringBuilder("\"d40\":{\"type\":\"string\"}");
        for (int i = 0; i < 40; i++) {
            String next = "{\"$ref\":\"#/$defs/d" + (i + 1) + "\"}";
            definitions.append(",\"d%d\":{\"anyOf\":[%s,%s,{\"type\":\"null\"}]}".formatted(i, next, next));
        }
        String hostile =
                "{\"name\":\"get\",\"allowed_callers\":[\"code_execution_20260120\"],\"input_schema\":{\"type\":\"object\","
                        + "\"properties\":{\"x\":{\"$ref\":\"#/$defs/d0\"}},\"$defs\":{" + definitions + "}}}";
        MessagesApi api = api(script().program("print(await get(x=5))"));
        Client client = client(api).tools(CODE, hostile).user("Go");

        Response paused = client.ask();

        assertThat(paused.uses().get(0).path("input").path("x").asInt()).isEqualTo(5);
    }

    @Test
    void aToolWhoseNameIsNoPythonGoesOutUnderItsOwnName() {
        MessagesApi api = api(script().program(
                        "import asyncio\nprint(await asyncio.gather(get_weather(city_name='Bonn'), print_(x='a')))")
                .answer("Ok."));
        Client client = client(api)
                .tools(CODE, forPrograms("get-weather", "city-name:string"), forPrograms("print", "x:string"))
                .user("Go");

        Response paused = client.ask();

        assertThat(paused.uses())
                .extracting(use -> use.path("name").asText() + use.path("input"))
                .containsExactly("get-weather{\"city-name\":\"Bonn\"}", "print{\"x\":\"a\"}");
        assertThat(client.answer(paused, use -> "r")
                        .ask()
                        .result()
                        .path("stdout")
                        .asText())
                .isEqualTo("['r', 'r']\n");
    }

    @Test
    void aForcedProgramIsForcedOnlyOnce() {
        MessagesApi api = api(script().expect(request -> {
                    assertThat(request.toolChoice()).isEqualTo(ToolChoice.REQUIRED);
                    assertThat(request.toolSpecifications()).hasSize(1);
                })
                .program("1")
                .expect(request -> {
                    assertThat(request.toolChoice()).isEqualTo(ToolChoice.AUTO);
                    assertThat(request.toolSpecifications()).hasSize(2);
                })
                .answer("Ok."));

        client(api)
                .tools(CODE, tool("get_weather", ""))
                .set("tool_choice", "{\"type\":\"tool\",\"name\":\"code_execution\"}")
                .user("Go")
                .ask();
    }

    @Test
    void theBetaVersionNamesItselfAsTheCaller() {
        MessagesApi api = api(script().program("await get_orders('a')"));

        Response paused = client(api)
                .beta("other-beta, advanced-tool-use-2025-11-20")
                .tools(
                        "{\"type\":\"code_execution_20250825\",\"name\":\"code_execution\"}",
                        tool("get_orders", "code_execution_20250825", "customer:string"))
                .user("Go")
                .ask();

        assertThat(paused.uses().get(0).path("caller").path("type").asText()).isEqualTo("code_execution_20250825");
    }

    @Test
    void theNewestVersionNeedsNoHeader() {
        MessagesApi api = api(script().program("await get_orders('a')"));

        Response paused = client(api)
                .tools(
                        "{\"type\":\"code_execution_20260521\",\"name\":\"code_execution\"}",
                        tool("get_orders", "code_execution_20260521", "customer:string"))
                .user("Go")
                .ask();

        assertThat(paused.uses().get(0).path("caller").path("type").asText()).isEqualTo("code_execution_20260120");
    }
}
