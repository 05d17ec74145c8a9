package io.github.langchain4j.ptc.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.catalog.ToolCatalog;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Responses of the model that ask for several things at once, of which a program waits for the caller. */
@RequiresPython
class MixedThroughCallerTest {

    private final CallerFixture fixture = new CallerFixture();

    @AfterEach
    void nothingIsLeft() {
        fixture.close();
    }

    private static ToolExecutionRequest code(String id, String code) {
        return request(id, "execute_python", "{\"code\":" + TextNode.valueOf(code) + "}");
    }

    private static ToolExecutionRequest weather(String id, String city) {
        return request(id, "weather", "{\"city\":\"" + city + "\"}");
    }

    private static ToolExecutionRequest request(String id, String name, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name)
                .arguments(arguments)
                .build();
    }

    /** The last message of the model in the request and its results. */
    private static void sees(ChatRequest request, AiMessage message, String... results) {
        int last = request.messages().lastIndexOf(message);
        assertThat(last).as("the model's own message in " + request.messages()).isNotNegative();
        assertThat(request.messages().subList(last + 1, request.messages().size()))
                .extracting(result -> ((ToolExecutionResultMessage) result).id() + ": "
                        + ((ToolExecutionResultMessage) result).text())
                .containsExactly(results);
    }

    private static List<String> names(AiMessage message) {
        return message.toolExecutionRequests().stream()
                .map(ToolExecutionRequest::name)
                .toList();
    }

    @Test
    void directRequestsGoOutOnceBeforeThoseOfThePrograms() {
        AiMessage mixed = AiMessage.from(
                "Let me see.",
                List.of(
                        weather("w1", "Rome"),
                        code("c1", "print(await square(2))\nprint(await square(3))"),
                        weather("w2", "Oslo")));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .message(mixed)
                        .expect(request -> sees(request, mixed, "w1: rain", "c1: 4\n9", "w2: rain"))
                        .answer("Done.")
                        .expect(request -> assertThat(request.messages()).hasSize(7))
                        .answer("Again.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            AiMessage first = caller.begin("Weather?");
            assertThat(first.text()).isEqualTo("Let me see.");
            assertThat(names(first)).containsExactly("weather", "weather", "square");
            caller.execute();
            AiMessage second = caller.send();
            assertThat(second.text()).isNull();
            assertThat(names(second)).containsExactly("square");
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly("weather Rome", "weather Oslo", "square 2", "square 3");
            assertThat(caller.ask("And?")).isEqualTo("Again.");
            assertThat(script.requests().get(2).messages().subList(0, 5))
                    .isEqualTo(script.requests().get(1).messages());
        }
    }

    @Test
    void providersWithoutIdsAreUnderstoodByOrder() {
        AiMessage mixed = AiMessage.from(List.of(
                weather(null, "Rome"),
                code(null, "print(await square(2))"),
                request(null, "square", "{\"number\":5}")));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .message(mixed)
                        .expect(request -> sees(request, mixed, "null: rain", "null: 4", "null: 25"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            caller.tools = squareFor("direct", "code");
            caller.begin("Weather?");
            caller.execute();
            caller.messages.replaceAll(message -> message instanceof ToolExecutionResultMessage result
                    ? ToolExecutionResultMessage.from((String) null, result.toolName(), result.text())
                    : message);
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }

    private static List<ToolSpecification> squareFor(String... callers) {
        return Caller.TOOLS.stream()
                .map(tool -> tool.name().equals("square")
                        ? tool.toBuilder()
                                .metadata(Map.of("allowed_callers", List.of(callers)))
                                .build()
                        : tool)
                .toList();
    }

    @Test
    void aToolForBothCanBeAskedForByTheModelAndByItsProgram() {
        AiMessage mixed = AiMessage.from(
                List.of(request("s1", "square", "{\"number\":5}"), code("c1", "print(await square(2))")));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .message(mixed)
                        .expect(request -> sees(request, mixed, "s1: 25", "c1: 4"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            caller.tools = squareFor("direct", "code");
            assertThat(caller.ask("Squares?")).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly("square 5", "square 2");
        }
    }

    @Test
    void moreDirectRequestsThanAPauseHasRoomForTakeOneCallAlong() {
        List<ToolExecutionRequest> requests = new ArrayList<>();
        IntStream.range(0, 9).forEach(i -> requests.add(weather("w" + i, "Rome" + i)));
        requests.add(code("c1", "print(sum(await asyncio.gather(square(1), square(2), square(3))))"));
        AiMessage mixed = AiMessage.from(requests);
        List<String> results = new ArrayList<>(
                IntStream.range(0, 9).mapToObj(i -> "w" + i + ": rain").toList());
        results.add("c1: 14");
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .message(mixed)
                        .expect(request -> sees(request, mixed, results.toArray(String[]::new)))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            assertThat(caller.begin("Weather?").toolExecutionRequests()).hasSize(10);
            caller.execute();
            assertThat(names(caller.send())).containsExactly("square", "square");
            caller.execute();
            assertThat(caller.send().text()).isEqualTo("Done.");
        }
    }

    private void programs(List<String> programs, List<String> results, String... executed) {
        AiMessage mixed = AiMessage.from(IntStream.range(0, programs.size())
                .mapToObj(i -> code("c" + i, programs.get(i)))
                .toList());
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .message(mixed)
                        .expect(request -> {
                            AiMessage seen = (AiMessage) request.messages().get(1);
                            assertThat(seen).isEqualTo(mixed);
                            List<String> texts = request.messages().stream()
                                    .filter(ToolExecutionResultMessage.class::isInstance)
                                    .map(result -> ((ToolExecutionResultMessage) result).text())
                                    .toList();
                            assertThat(texts).hasSameSizeAs(results);
                            for (int i = 0; i < texts.size(); i++) {
                                assertThat(texts.get(i)).contains(results.get(i));
                            }
                        })
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            assertThat(caller.ask("Squares?")).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly(executed);
        }
    }

    @Test
    void afterAProgramThatPausedTheNextOneHasItsVariables() {
        programs(
                List.of("x = await square(2)\nprint(x)", "print(await square(x))"),
                List.of("4", "16"),
                "square 2",
                "square 4");
    }

    @Test
    void theSecondProgramMayPauseAlone() {
        programs(List.of("x = 3", "print(await square(x))"), List.of("printed nothing", "9"), "square 3");
    }

    @Test
    void aProgramThatFailsAfterItsPauseKeepsTheNextFromRunning() {
        programs(
                List.of("await fail(1)", "print(await square(2))"),
                List.of("no 1", "Not run, because program 1"),
                "fail 1");
    }

    @Test
    void hallucinatedToolsBesideAProgramThatPausesAreAnsweredHere() {
        AiMessage mixed = AiMessage.from(List.of(
                request("h1", "send_mail", "{}"), code("c1", "print(await square(2))"), request("h2", "square", "{}")));
        try (ScriptedChatModel script = ScriptedChatModel.builder()
                        .message(mixed)
                        .expect(request -> assertThat(request.messages().subList(2, 5))
                                .extracting(result -> ((ToolExecutionResultMessage) result).text())
                                .satisfiesExactly(
                                        text -> assertThat(text).contains("no tool of this name", "weather"),
                                        text -> assertThat(text).isEqualTo("4"),
                                        text -> assertThat(text).contains("can only be called inside of a program")))
                        .answer("Done.")
                        .build();
                PtcChatModel model = fixture.model(script).build()) {
            Caller caller = new Caller(model);
            assertThat(names(caller.begin("Squares?"))).containsExactly("square");
            caller.execute();
            assertThat(caller.finish()).isEqualTo("Done.");
        }
    }

    /** A tool of the decorated model. */
    static final class Own {

        @Tool("The next number")
        int increment(int number) {
            return number + 1;
        }
    }

    @Test
    void oneProgramCallsToolsOfTheModelAndOfTheRequest() {
        try (CallerFixture both =
                        new CallerFixture(Limits.DEFAULT, ToolCatalog.builder().add(new Own()));
                ScriptedChatModel script = ScriptedChatModel.builder()
                        .program("print(await asyncio.gather(square(2), increment(5), square(3), increment(7)))")
                        .expect(request -> assertThat(ScriptedChatModel.lastResults(request))
                                .containsExactly("[4, 6, 9, 8]"))
                        .answer("Done.")
                        .build();
                PtcChatModel model = both.model(script).build()) {
            Caller caller = new Caller(model);
            caller.tools = squareFor("code");
            assertThat(caller.ask("Squares?")).isEqualTo("Done.");
            assertThat(caller.executed).containsExactly("square 2", "square 3");
        }
    }
}
