package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.InternalServerException;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import io.github.langchain4j.ptc.anthropic.history.Conversation;
import io.github.langchain4j.ptc.anthropic.history.History;
import io.github.langchain4j.ptc.anthropic.wire.Block;
import io.github.langchain4j.ptc.anthropic.wire.ClientTool;
import io.github.langchain4j.ptc.anthropic.wire.Message;
import io.github.langchain4j.ptc.anthropic.wire.MessagesRequest;
import io.github.langchain4j.ptc.anthropic.wire.RequestReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing of what clients, models and programs say to each other stands in a text that could reach a log. */
class SecrecyTest extends ApiFixture {

    @Test
    void noTextOfARequestShowsItsContent() {
        Client client = new Client(null, "alice")
                .set("system", "\"secret\"")
                .tools(CODE, forPrograms("get", "x:string").replace("About get", "secret"))
                .blocks(
                        "user",
                        "{\"type\":\"text\",\"text\":\"secret\"}",
                        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"secret\"}}",
                        "{\"type\":\"document\",\"title\":\"secret\",\"source\":{\"type\":\"text\",\"data\":\"secret\"}}")
                .blocks(
                        "assistant",
                        "{\"type\":\"thinking\",\"thinking\":\"secret\",\"signature\":\"secret\"}",
                        "{\"type\":\"redacted_thinking\",\"data\":\"secret\"}",
                        "{\"type\":\"server_tool_use\",\"id\":\"s1\",\"name\":\"code_execution\",\"input\":{\"code\":\"secret\"}}",
                        "{\"type\":\"code_execution_tool_result\",\"tool_use_id\":\"s1\",\"content\":{\"type\":\"code_execution_result\",\"stdout\":\"secret\",\"stderr\":\"secret\",\"return_code\":0}}",
                        "{\"type\":\"server_tool_use\",\"id\":\"s2\",\"name\":\"code_execution\",\"input\":{\"code\":\"secret\"}}",
                        "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"get\",\"input\":{\"x\":\"secret\"},\"caller\":{\"type\":\"code_execution_20260120\",\"tool_id\":\"s2\"}}")
                .blocks("user", "{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"secret\"}");
        MessagesRequest request = RequestReader.message(client.request, Set.of());
        Conversation conversation = History.read(request);

        assertThat(request.toString()).doesNotContain("secret");
        assertThat(request.sampling().toString()).doesNotContain("secret");
        assertThat(conversation.toString()).doesNotContain("secret");
        assertThat(conversation.open().orElseThrow().toString()).doesNotContain("secret");
        assertThat(conversation.results().toString()).doesNotContain("secret");
        assertThat(client.call().toString()).doesNotContain("secret");
        for (ClientTool tool : request.tools().client()) {
            assertThat(tool.toString()).doesNotContain("secret");
        }
        assertThat(request.tools().toString()).doesNotContain("secret");
        for (Message message : request.messages()) {
            assertThat(message.toString()).doesNotContain("secret");
            for (Block block : message.content()) {
                assertThat(block.toString()).doesNotContain("secret");
            }
        }
    }

    @Test
    void nothingIsLoggedOfAConversationWhateverFails() {
        PrintStream before = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            MessagesApi api = api(script().program("print('secret', await get('secret'))")
                    .failure(new InternalServerException("secret"))
                    .failure(new IllegalStateException("secret")));
            Client client =
                    client(api).tools(CODE, forPrograms("get", "x:string")).user("secret");
            Response paused = client.ask();
            client.answer(paused, use -> "secret");
            client.send();
            assertThat(client.send().error()).doesNotContain("secret");
            client.stream((event, data) -> {
                throw new java.io.IOException("secret");
            });
            client.set("messages", "\"secret\"").send();
        } finally {
            System.setErr(before);
        }

        assertThat(logged.toString(StandardCharsets.UTF_8))
                .contains("The model behind failed")
                .doesNotContain("secret");
    }
}
