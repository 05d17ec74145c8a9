package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A program pauses for the client and goes on with its results. */
class PauseTest extends ApiFixture {

    private static final String ORDERS = forPrograms("get_orders", "customer:string");

    @Test
    void aProgramThatCallsAToolPausesTheResponseAndGoesOnWithTheResult() {
        MessagesApi api = api(script().usage(new TokenUsage(100, 20))
                .program("x = await get_orders(customer='c1')\nprint(type(x).__name__, x)")
                .expect(request -> assertThat(lastResults(request)).containsExactly("str [1, 2]"))
                .answer("Two orders."));
        Client client = client(api).tools(CODE, ORDERS).user("How many orders has c1?");

        Response paused = client.ask();

        assertThat(paused.stopReason()).isEqualTo("tool_use");
        assertThat(paused.types()).containsExactly("server_tool_use", "tool_use");
        JsonNode program = paused.content().get(0);
        assertThat(program.path("id").asText()).startsWith("srvtoolu_");
        assertThat(program.path("name").asText()).isEqualTo("code_execution");
        assertThat(program.path("input").path("code").asText()).startsWith("x = await");
        JsonNode use = paused.content().get(1);
        assertThat(use.path("id").asText()).startsWith("toolu_");
        assertThat(use.path("name").asText()).isEqualTo("get_orders");
        assertThat(use.path("input").path("customer").asText()).isEqualTo("c1");
        assertThat(use.path("caller").path("type").asText()).isEqualTo("code_execution_20260120");
        assertThat(use.path("caller").path("tool_id")).isEqualTo(program.path("id"));
        JsonNode container = paused.json().path("container");
        assertThat(container.path("id").asText()).startsWith("container_");
        assertThat(container.path("expires_at").asText()).isEqualTo("2026-11-28T12:04:30Z");

        client.answer(paused, asked -> "[1, 2]");
        Response done = client.ask();

        assertThat(done.types()).containsExactly("code_execution_tool_result", "text");
        JsonNode result = done.content().get(0);
        assertThat(result.path("tool_use_id")).isEqualTo(program.path("id"));
        assertThat(result.path("content").path("type").asText()).isEqualTo("code_execution_result");
        assertThat(result.path("content").path("stdout").asText()).isEqualTo("str [1, 2]\n");
        assertThat(result.path("content").path("stderr").asText("-")).isEmpty();
        assertThat(result.path("content").path("return_code").asInt(-1)).isZero();
        assertThat(result.path("content").path("content").isArray()).isTrue();
        assertThat(done.text()).isEqualTo("Two orders.");
        assertThat(done.stopReason()).isEqualTo("end_turn");
        assertThat(done.json().path("container").path("id")).isEqualTo(container.path("id"));
        assertThat(done.json().path("usage").path("input_tokens").asInt()).isEqualTo(100);
        assertThat(done.json().path("usage").path("output_tokens").asInt()).isEqualTo(20);
    }

    @Test
    void theModelNeverSeesWhatProgramsAndTheClientSayToEachOther() {
        MessagesApi api = api(script().program("x = await get_orders(customer='secret')\nlen(x)")
                .answer("Done.")
                .expect(request -> {
                    assertThat(request.messages()).hasSize(5);
                    assertThat(request.messages().get(0)).isInstanceOf(UserMessage.class);
                    assertThat(((AiMessage) request.messages().get(1)).toolExecutionRequests())
                            .hasSize(1);
                    assertThat(((ToolExecutionResultMessage) request.messages().get(2)).text())
                            .isEqualTo("7");
                    assertThat(((AiMessage) request.messages().get(3)).text()).isEqualTo("Done.");
                    assertThat(request.messages().toString()).doesNotContain("private");
                })
                .answer("Still done."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");
        client.answer(client.ask(), asked -> "private");
        client.ask();

        assertThat(client.user("And now?").ask().text()).isEqualTo("Still done.");
    }

    @Test
    void parallelCallsComeInOneBatchAndDependentOnesInTheNext() {
        MessagesApi api = api(script().program("""
                        import asyncio
                        found = await asyncio.gather(*[get_orders(customer=str(i)) for i in range(20)])
                        more = await get_orders({'customer': 'last'})
                        print(','.join(found), more)
                        """).answer("Ok."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");

        Response first = client.ask();
        assertThat(first.uses()).hasSize(20);
        client.answer(first, use -> "o" + use.path("input").path("customer").asText());
        Response second = client.ask();
        assertThat(second.types()).containsExactly("tool_use");
        client.answer(second, use -> "end");
        Response done = client.ask();

        assertThat(done.result().path("stdout").asText())
                .startsWith("o0,o1,o2,")
                .endsWith("o19 end\n");
    }

    @Test
    void variablesLiveFromProgramToProgramOfAContainer() {
        MessagesApi api = api(script().program("x = 41")
                .answer("Kept.")
                .program("x + 1")
                .expect(request -> assertThat(lastResults(request)).containsExactly("42"))
                .answer("42."));
        Client client = client(api).tools(CODE).user("Keep it");
        Response first = client.ask();
        clock.advance(java.time.Duration.ofMinutes(4));
        Response second = client.user("Add one").ask();

        assertThat(second.text()).isEqualTo("42.");
        assertThat(List.of(first, second))
                .extracting(response ->
                        response.json().path("container").path("expires_at").asText())
                .containsExactly("2026-11-28T12:05:00Z", "2026-11-28T12:09:00Z");
    }
}
