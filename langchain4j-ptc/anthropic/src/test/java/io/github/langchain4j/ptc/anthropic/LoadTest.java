package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import io.github.langchain4j.ptc.anthropic.container.ContainerLimits;
import io.github.langchain4j.ptc.engine.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many conversations at once. */
class LoadTest extends ApiFixture {

    private static final int CONVERSATIONS = 200;
    private static final int OWNERS = 10;

    /** Asks for one program with the number of the conversation, and then repeats what it printed. */
    private static final class Echo implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            int last = request.messages().size() - 1;
            if (request.messages().get(last) instanceof ToolExecutionResultMessage result) {
                return response(AiMessage.from("Answer: " + result.text()));
            }
            String number = ((UserMessage) request.messages().get(0)).singleText();
            return response(AiMessage.from(
                    ProgramsTest.request("p", "code_execution", ProgramsTest.program("""
                    import asyncio
                    mine = await get(n='%s')
                    more = await asyncio.gather(*[get(n=mine + str(i)) for i in range(3)])
                    print(mine, *more)
                    """.formatted(number)))));
        }

        private static ChatResponse response(AiMessage message) {
            return ChatResponse.builder().aiMessage(message).build();
        }
    }

    @Test
    @Timeout(300)
    void twoHundredConversationsAtOnceEndWithoutMixing() throws Exception {
        MessagesApi api = api(
                new Echo(),
                settings -> settings.limits(Limits.builder()
                                .sessions(CONVERSATIONS)
                                .startTime(Duration.ofMinutes(4))
                                .build())
                        .containerLimits(ContainerLimits.DEFAULT.withPerOwner(CONVERSATIONS / OWNERS)));
        ExecutorService clients = Executors.newFixedThreadPool(32);
        List<Future<String>> first = new ArrayList<>();
        List<Client> all = new ArrayList<>();
        List<Response> paused = new ArrayList<>();
        try {
            for (int i = 0; i < CONVERSATIONS; i++) {
                Client client = new Client(api, "owner" + i % OWNERS)
                        .tools(CODE, forPrograms("get", "n:string"))
                        .user("c" + i);
                all.add(client);
            }
            List<Future<Response>> asked = new ArrayList<>();
            for (Client client : all) {
                asked.add(clients.submit(client::ask));
            }
            for (Future<Response> one : asked) {
                paused.add(one.get());
            }
            assertThat(api.containers()).isEqualTo(CONVERSATIONS); // all pause at the same time
            for (int i = 0; i < CONVERSATIONS; i++) {
                Client client = all.get(i);
                Response response = paused.get(i);
                first.add(clients.submit(() -> finish(client, response)));
            }
            for (int i = 0; i < CONVERSATIONS; i++) {
                assertThat(first.get(i).get())
                        .isEqualTo("Answer: <c%d> <<c%d>0> <<c%d>1> <<c%d>2>".formatted(i, i, i, i));
            }
        } finally {
            clients.shutdown();
        }
    }

    private static String finish(Client client, Response response) {
        Response last = response;
        while (last.stopReason().equals("tool_use")) {
            client.answer(last, use -> "<" + use.path("input").path("n").asText() + ">");
            last = client.ask();
        }
        return last.text();
    }
}
