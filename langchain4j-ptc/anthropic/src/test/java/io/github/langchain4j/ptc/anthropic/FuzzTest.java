package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.forPrograms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client sends, it gets an answer or is told what is wrong. */
class FuzzTest extends ApiFixture {

    private static final int REQUESTS = 2_000;

    private static final class Polite implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            request.toolSpecifications().forEach(ToolSpecification::toJson); // as providers do
            return ChatResponse.builder().aiMessage(AiMessage.from("Ok.")).build();
        }
    }

    private static ObjectNode valid() {
        Client client = new Client(null, "alice")
                .set("system", "[{\"type\":\"text\",\"text\":\"Be brief\"}]")
                .set("tool_choice", "{\"type\":\"auto\"}")
                .set("stop_sequences", "[\"a\"]")
                .set("thinking", "{\"type\":\"enabled\",\"budget_tokens\":1024}")
                .set("temperature", "0.5")
                .tools(
                        CODE,
                        forPrograms("get", "x:string"),
                        Client.tool("both", "direct,code_execution_20260120", "y:object"))
                .user("Hi")
                .blocks(
                        "assistant",
                        "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"}",
                        "{\"type\":\"server_tool_use\",\"id\":\"s1\",\"name\":\"code_execution\",\"input\":{\"code\":\"c\"}}",
                        "{\"type\":\"tool_use\",\"id\":\"t0\",\"name\":\"get\",\"input\":{\"x\":\"a\"},\"caller\":{\"type\":\"code_execution_20260120\",\"tool_id\":\"s1\"}}")
                .blocks("user", "{\"type\":\"tool_result\",\"tool_use_id\":\"t0\",\"content\":\"r\"}")
                .blocks(
                        "assistant",
                        "{\"type\":\"code_execution_tool_result\",\"tool_use_id\":\"s1\",\"content\":{\"type\":\"code_execution_result\",\"stdout\":\"o\",\"stderr\":\"e\",\"return_code\":0,\"content\":[]}}",
                        "{\"type\":\"text\",\"text\":\"Look\"}",
                        "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"both\",\"input\":{\"y\":{}},\"caller\":{\"type\":\"direct\"}}")
                .blocks(
                        "user",
                        "{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":[{\"type\":\"text\",\"text\":\"r\"}]}",
                        "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"aGk=\"}}");
        return client.request;
    }

    @Test
    void aChangedRequestIsAnsweredOrRefusedNeverAnInternalError() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        MessagesApi api = api(new Polite(), settings -> settings);
        Client client = client(api);
        assertThat(api.messages(client.call(valid().toString()), null).status()).isEqualTo(200);
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            ObjectNode request = valid();
            for (int change = 0; change <= random.nextInt(3); change++) {
                change(request, random);
            }
            String body = request.put("stream", false).toString();
            ApiResponse response = api.messages(client.call(body), null);

            assertThat(response.status()).as("seed %d, request %s", seed, body).isIn(200, 400, 404);
            ObjectNode json = Client.json(response.body().orElseThrow());
            if (response.status() == 400) {
                refused++;
                assertThat(json.path("error").path("message").asText()).isNotBlank();
            }
            assertThat(api.countTokens(client.call(body)).status())
                    .as("seed %d, counted %s", seed, body)
                    .isIn(200, 400, 404);
        }
        assertThat(refused).isGreaterThan(REQUESTS / 4);
        assertThat(api.openSessions()).isZero();
    }

    private static void change(ObjectNode root, Random random) {
        List<JsonNode> holders = new ArrayList<>();
        collect(root, holders);
        JsonNode holder = holders.get(random.nextInt(holders.size()));
        if (holder instanceof ObjectNode object && object.size() > 0) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, value(random, holders));
            }
        } else if (holder instanceof ArrayNode array && array.size() > 0) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(index);
                case 1 -> array.insert(index, array.get(index).deepCopy());
                default -> array.set(index, value(random, holders));
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode()) {
            holders.add(node);
            node.forEach(child -> collect(child, holders));
        }
    }

    private static JsonNode value(Random random, List<JsonNode> known) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> json.nullNode();
            case 1 -> json.numberNode(random.nextInt());
            case 2 -> json.numberNode(random.nextGaussian() * 1e300);
            case 3 -> json.booleanNode(random.nextBoolean());
            case 4 -> json.textNode(random.nextBoolean() ? "" : "\u0000\ud800 user");
            case 5 -> json.arrayNode();
            case 6 -> json.objectNode();
            case 7 -> json.textNode("direct");
            default -> known.get(random.nextInt(known.size())).deepCopy();
        };
    }
}
