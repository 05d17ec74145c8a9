package io.github.langchain4j.ptc.anthropic;

import static io.github.langchain4j.ptc.anthropic.Client.CODE;
import static io.github.langchain4j.ptc.anthropic.Client.tool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.langchain4j.ptc.anthropic.Client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the order in which a provider gives its parts, the stream is in the order of the API. */
class StreamFuzzTest extends ApiFixture {

    private static final int STREAMS = 500;

    /** A response in parts that are given in an order of chance. */
    private static final class Chaotic {

        private final Random random;
        private final List<Queue<Runnable>> queues = new ArrayList<>(); // each keeps its order
        private final AiMessage message;

        Chaotic(Random random, StreamingChatResponseHandler handler) {
            this.random = random;
            boolean ids = random.nextBoolean();
            List<ToolExecutionRequest> requests = new ArrayList<>();
            int calls = random.nextInt(4);
            int base = random.nextInt(2); // some count from 1
            for (int i = 0; i < calls; i++) {
                ToolExecutionRequest request = ToolExecutionRequest.builder()
                        .id(ids ? "id" + i : null)
                        .name(random.nextInt(4) == 0 ? "unknown" : "echo" + i)
                        .arguments("{\"n\":\"" + i + "\"}")
                        .build();
                requests.add(request);
                Queue<Runnable> parts = queue();
                if (random.nextInt(3) > 0) {
                    chunks(
                            parts,
                            request.arguments(),
                            part -> handler.onPartialToolCall(partial(base, request, requests, part)));
                }
                if (random.nextInt(3) > 0) {
                    int index = base + i;
                    parts.add(() -> handler.onCompleteToolCall(new CompleteToolCall(index, request)));
                }
            }
            String text = random.nextBoolean() ? "Some text" : null;
            String thinking = random.nextBoolean() ? "Some thought" : null;
            if (text != null && random.nextBoolean()) {
                chunks(queue(), text, handler::onPartialResponse);
            }
            if (thinking != null && random.nextBoolean()) {
                chunks(queue(), thinking, part -> handler.onPartialThinking(new PartialThinking(part)));
            }
            message = AiMessage.builder()
                    .text(text)
                    .thinking(thinking)
                    .attributes(random.nextBoolean() ? Map.<String, Object>of("thinking_signature", "sig") : Map.of())
                    .toolExecutionRequests(requests)
                    .build();
        }

        private static PartialToolCall partial(
                int base, ToolExecutionRequest request, List<ToolExecutionRequest> all, String part) {
            return PartialToolCall.builder()
                    .index(base + all.indexOf(request))
                    .id(request.id())
                    .name(request.name())
                    .partialArguments(part)
                    .build();
        }

        private Queue<Runnable> queue() {
            Queue<Runnable> queue = new ArrayDeque<>();
            queues.add(queue);
            return queue;
        }

        private static void chunks(Queue<Runnable> parts, String text, Consumer<String> callback) {
            for (int at = 0; at < text.length(); at += 4) {
                String part = text.substring(at, Math.min(text.length(), at + 4));
                parts.add(() -> callback.accept(part));
            }
        }

        /** Plays the parts, those of different kinds mixed. */
        AiMessage play() {
            while (!queues.isEmpty()) {
                int chosen = random.nextInt(queues.size());
                Runnable part = queues.get(chosen).poll();
                if (part == null) {
                    queues.remove(chosen);
                } else {
                    part.run();
                }
            }
            return message;
        }
    }

    @Test
    void everyOrderOfPartsIsAStreamOfTheApi() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        var script = streamScript();
        List<AiMessage> messages = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            script.scene((request, handler) -> {
                AiMessage message = new Chaotic(random, handler).play();
                messages.add(message);
                handler.onCompleteResponse(
                        ChatResponse.builder().aiMessage(message).build());
            });
        }
        MessagesApi api = streaming(script, settings -> settings.maxRounds(1));
        for (int i = 0; i < STREAMS; i++) {
            Client client = client(api)
                    .tools(CODE, tool("echo0", "", "n:string"), tool("echo1", ""), tool("echo2", ""), tool("echo3", ""))
                    .user("Go");

            Response response = client.stream().response();

            List<String> expected = messages.get(i).toolExecutionRequests().stream()
                    .map(ToolExecutionRequest::name)
                    .filter(name -> !name.equals("unknown"))
                    .toList();
            assertThat(response.uses())
                    .as("seed %d, stream %d", seed, i)
                    .extracting(use -> use.path("name").asText())
                    .containsExactlyInAnyOrderElementsOf(expected);
            AiMessage said = messages.get(i);
            assertThat(response.text()).isEqualTo(said.text() == null ? "" : said.text());
            StringBuilder thought = new StringBuilder();
            response.of("thinking")
                    .forEach(block -> thought.append(block.path("thinking").asText()));
            assertThat(thought.toString())
                    .as("seed %d, stream %d", seed, i)
                    .isEqualTo(said.thinking() == null ? "" : said.thinking());
            assertThat(response.of("thinking").stream()
                            .map(block -> block.path("signature").asText())
                            .filter(signature -> !signature.isEmpty())
                            .count())
                    .isEqualTo(messages.get(i).attributes().size());
            for (JsonNode use : response.uses()) {
                assertThat(use.has("broken_input")).isFalse();
            }
        }
    }
}
