package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.exception.InternalServerException;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Results that come again, too late, or after something failed. */
class ResumeTest extends ApiFixture {

    private static final String ORDERS = forPrograms("get_orders", "customer:string");

    private Client paused(MessagesApi api) {
        Client client = client(api).tools(CODE, ORDERS).user("Go");
        client.answer(client.ask(), use -> "x");
        return client;
    }

    private static JsonNode withoutExpiry(Response response) {
        JsonNode json = response.json().deepCopy();
        ((com.fasterxml.jackson.databind.node.ObjectNode) json.path("container")).remove("expires_at");
        return json;
    }

    @Test
    void theSameResultsAgainGiveTheSameResponse() {
        MessagesApi api = api(script().program("print(await get_orders('a'))").answer("Done."));
        Client client = paused(api);

        Response first = client.send();
        clock.advance(Duration.ofMinutes(1));
        Response again = client.send();
        Response streamed = client.stream().response();

        assertThat(withoutExpiry(again)).isEqualTo(withoutExpiry(first));
        assertThat(withoutExpiry(streamed)).isEqualTo(withoutExpiry(first));
        assertThat(again.json().path("container").path("expires_at"))
                .isNotEqualTo(first.json().path("container").path("expires_at"));
    }

    @Test
    void theSameResultsAgainGiveTheSamePauseWhileTheProgramWaitsForMore() {
        MessagesApi api = api(script().program("x = await get_orders('a')\nprint(x, await get_orders('b'))")
                .answer("Done."));
        Client client = paused(api);

        Response first = client.send();
        Response again = client.send();
        assertThat(withoutExpiry(again)).isEqualTo(withoutExpiry(first));

        client.take(again);
        assertThat(client.answer(again, use -> "y")
                        .ask()
                        .result()
                        .path("stdout")
                        .asText())
                .isEqualTo("x y\n");
    }

    @Test
    void twoRequestsWithTheSameResultsAtOnceGetTheSameResponse() throws Exception {
        MessagesApi api = api(script().program("print(await get_orders('a'))").answer("Done."));
        Client client = paused(api);
        List<CompletableFuture<Response>> both =
                List.of(CompletableFuture.supplyAsync(client::send), CompletableFuture.supplyAsync(client::send));

        assertThat(withoutExpiry(both.get(0).get()))
                .isEqualTo(withoutExpiry(both.get(1).get()));
    }

    @Test
    void ifTheModelFailsAfterTheProgramTheSameResultsGoOnWithoutRunningItAgain() {
        MessagesApi api = api(script().program("print(await get_orders('a'))")
                .program("print('second')")
                .failure(new InternalServerException("down"))
                .expect(request ->
                        assertThat(ScriptedChatModel.lastResults(request)).containsExactly("second"))
                .answer("Done."));
        Client client = paused(api);

        Response failed = client.send();
        assertThat(failed.status()).isEqualTo(502);
        assertThat(failed.errorType()).isEqualTo("api_error");
        Response done = client.send();

        assertThat(done.types())
                .containsExactly("code_execution_tool_result", "server_tool_use", "code_execution_tool_result", "text");
        assertThat(withoutExpiry(client.send())).isEqualTo(withoutExpiry(done));
    }

    @Test
    void aModelThatFailsAfterAProgramIsAskedAgainAtOnce() {
        MessagesApi api = api(
                script().program("print(1)")
                        .failure(new InternalServerException("down"))
                        .answer("Done."),
                settings -> settings.modelRetries(new Retries(1, Duration.ZERO)));

        assertThat(client(api).tools(CODE).user("Go").ask().text()).isEqualTo("Done.");
    }

    @Test
    void aContainerWhoseSessionWasLostSurvivesAFailureOfTheModel() {
        MessagesApi api = api(
                script().program("x = 1\nwhile True: pass")
                        .answer("Lost.")
                        .failure(new InternalServerException("down"))
                        .answer("Back."),
                settings -> settings.limits(
                        Limits.builder().computeTime(Duration.ofMillis(300)).build()));
        Client client = client(api).tools(CODE).user("Go");
        client.ask();
        client.user("More");

        assertThat(client.send().status()).isEqualTo(502);
        assertThat(client.send().text()).isEqualTo("Back.");
    }

    @Test
    void aResultThatComesTooLateIsATimeoutErrorInTheProgram() {
        MessagesApi api =
                api(script().program("print('asking')\nawait get_orders('a')").answer("Too slow."));
        Client client = paused(api);
        clock.advance(Duration.ofSeconds(241));

        JsonNode result = client.ask().result();

        assertThat(result.path("stdout").asText()).isEqualTo("asking\n");
        assertThat(result.path("stderr").asText()).contains("TimeoutError: Calling tool ['get_orders'] timed out.");
        assertThat(result.path("return_code").asInt(-1)).isZero();
    }

    @Test
    void aProgramCanCatchThatAResultCameTooLate() {
        MessagesApi api = api(script().program("""
                        try:
                            await get_orders('a')
                        except ToolError as e:
                            print(e.type)
                        """).answer("Ok."));
        Client client = paused(api);
        clock.advance(Duration.ofSeconds(241));

        assertThat(client.ask().result().path("stdout").asText()).isEqualTo("TimeoutError\n");
    }

    @Test
    void aProgramWhoseTimeToWaitIsOverIsGone() {
        MessagesApi api = api(script().program("await get_orders('a')"));
        Client client = paused(api);
        clock.advance(Duration.ofSeconds(271));

        Response response = client.send();

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.error()).contains("not found or has expired");
        assertThat(api.containers()).isZero();
    }

    @Test
    void resultsOfAnEarlierPauseAreRefused() {
        MessagesApi api = api(script().program("await get_orders('a')\nawait get_orders('b')\nawait get_orders('c')"));
        Client client = paused(api);
        String old = client.request.toString();
        Response second = client.ask();
        client.answer(second, use -> "y").ask();

        ApiResponse response = api.messages(client.call(old), null);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body().orElseThrow()).contains("waits for");
    }

    @Test
    void aClientThatDropsAPausedProgramStartsAfreshAndIsToldSo() {
        MessagesApi api = api(script().program("x = 1\nawait get_orders('a')")
                .program("print('x' in globals())")
                .answer("Gone."));
        Client client = client(api).tools(CODE, ORDERS).user("Go");
        client.ask();
        client.request.withArray("messages").remove(1);

        JsonNode result = client.ask().result();

        assertThat(result.path("stdout").asText()).isEqualTo("False\n");
        assertThat(result.path("stderr").asText()).contains("had ended");
    }
}
