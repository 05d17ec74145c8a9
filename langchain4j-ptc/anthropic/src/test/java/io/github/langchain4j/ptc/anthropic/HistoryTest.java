package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static io.github.langchain4j.ptc.anthropic.Client.tool;
import static io.github.langchain4j.ptc.anthropic.ProgramsTest.program;
import static io.github.langchain4j.ptc.anthropic.ProgramsTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the model has seen in the rounds of a response it sees again, the same, when the client sends the history. */
class HistoryTest extends ApiFixture {

    private static final String[] TOOLS = {
        CODE, forPrograms("get_orders", "customer:string"), tool("get_weather", "", "city:string")
    };

    /** Random replies: texts, thinking, programs that call tools, fail, or print, and direct tools, in any mixture. */
    private static AiMessage reply(Random random, int number) {
        List<ToolExecutionRequest> requests = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String id = number + "-" + i;
            requests.add(
                    switch (random.nextInt(6)) {
                        case 0 -> request(id, "get_weather", "{\"city\": \"Bonn\"}");
                        case 1 -> request(id, "code_execution", program("print('printed', " + number + ")"));
                        case 2 -> request(id, "code_execution", program("print(1)\nraise ValueError('no')"));
                        case 3 -> request(id, "code_execution", "{\"kode\": 1}");
                        case 4 ->
                            request(
                                    id,
                                    "code_execution",
                                    program(
                                            "import asyncio\nprint(await asyncio.gather(get_orders('a'), get_orders('b')))"));
                        default ->
                            request(id, "code_execution", program("x = await get_orders('a')\nawait get_orders(x)"));
                    });
        }
        return AiMessage.builder()
                .text(random.nextBoolean() ? "Reply " + number : random.nextBoolean() ? " \n" : null)
                .thinking(random.nextBoolean() ? "Thought " + number : null)
                .toolExecutionRequests(requests)
                .build();
    }

    @Test
    void roundsAreTheSameWhenTheyComeBackAsHistory() {
        for (boolean streamed : new boolean[] {false, true}) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            var whole = script();
            var parts = streamScript();
            int replies = 12;
            for (int i = 0; i < replies; i++) {
                AiMessage reply = reply(random, i);
                whole.message(reply);
                parts.chunk(1 + random.nextInt(9)).message(reply);
            }
            whole.answer("Done.").answer("Again.");
            parts.answer("Done.").answer("Again.");
            var model = parts.build();
            MessagesApi api = streamed
                    ? api(
                            io.github.langchain4j.ptc.anthropic.backing.Backing.builder()
                                    .streaming(model)
                                    .build(),
                            settings -> settings.maxRounds(5))
                    : api(whole, settings -> settings.maxRounds(5));
            Client client = client(api).tools(TOOLS).user("Go");

            Response response = take(client, streamed);
            while (!response.stopReason().equals("end_turn")) {
                if (response.stopReason().equals("tool_use")) {
                    client.answer(
                            response, use -> "result of " + use.path("name").asText());
                }
                response = take(client, streamed);
            }
            client.user("Once more");
            take(client, streamed);

            List<ChatRequest> requests = streamed ? model.requests() : this.model.requests();
            List<ChatMessage> last = requests.get(requests.size() - 1).messages();
            for (ChatRequest earlier : requests) {
                assertThat(last.subList(0, earlier.messages().size()))
                        .as("seed " + seed)
                        .isEqualTo(earlier.messages());
            }
        }
    }

    private static Response take(Client client, boolean streamed) {
        if (!streamed) {
            return client.ask();
        }
        Response response = client.stream().response();
        client.take(response);
        return response;
    }
}
