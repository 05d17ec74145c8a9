package io.github.langchain4j.ptc.quarkus.it.observe;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TracesTest {

    private static final String PARALLEL = """
            import asyncio
            print(await asyncio.gather(meet('a'), meet('b')))
            """;

    @Inject
    InMemorySpanExporter exporter;

    @BeforeEach
    void forget() {
        exporter.reset();
    }

    private void ask(String program) {
        ask("/observe", program);
    }

    private void ask(String path, String program) {
        given().body(program).post(path).then().statusCode(200);
    }

    private List<SpanData> named(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private SpanData only(String name) {
        assertThat(named(name)).hasSize(1);
        return named(name).get(0);
    }

    private SpanData parent(SpanData span) {
        return exporter.getFinishedSpanItems().stream()
                .filter(candidate -> candidate.getSpanId().equals(span.getParentSpanId()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(span.getName() + " has no parent that ended"));
    }

    private static Object attribute(SpanData span, String key) {
        return span.getAttributes().asMap().entrySet().stream()
                .filter(entry -> entry.getKey().getKey().equals(key))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @Test
    void aProgramIsAToolOfTheServicesSpan() {
        ask("findPrices('a'); findPrices('b'); print('four')");

        SpanData program = only("execute_tool execute_python");
        assertThat(parent(program).getName()).isEqualTo("langchain4j.aiservices.ObservedAssistant.chat");
        assertThat(attribute(program, "gen_ai.operation.name")).isEqualTo("execute_tool");
        assertThat(attribute(program, "gen_ai.tool.name")).isEqualTo("execute_python");
        assertThat(attribute(program, "gen_ai.tool.type")).isEqualTo("function");
        assertThat(attribute(program, "langchain4j.ptc.session")).isNotNull();
        assertThat(attribute(program, "langchain4j.ptc.program")).isEqualTo(1L);
        assertThat(attribute(program, "langchain4j.ptc.aiservice")).isEqualTo(ObservedAssistant.class.getName());
        assertThat(attribute(program, "langchain4j.ptc.outcome")).isEqualTo("returned");
        assertThat(attribute(program, "langchain4j.ptc.tool_calls")).isEqualTo(2L);
        assertThat(attribute(program, "langchain4j.ptc.output_bytes")).isEqualTo(5L);
        assertThat(program.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void spansOfAToolAreUnderThatOfItsCall() {
        ask("findPrices('a')");

        SpanData call = only("execute_tool findPrices");
        assertThat(parent(call).getName()).isEqualTo("execute_tool execute_python");
        assertThat(attribute(call, "gen_ai.operation.name")).isEqualTo("execute_tool");
        assertThat(attribute(call, "gen_ai.tool.name")).isEqualTo("findPrices");
        assertThat(attribute(call, "gen_ai.tool.call.id")).isEqualTo("ptc-1.1");
        SpanData execution = only("langchain4j.tools.findPrices");
        assertThat(parent(execution)).isEqualTo(call);
        assertThat(parent(only("look into the warehouse"))).isEqualTo(execution);
    }

    @Test
    void spansOfToolsThatRunTogetherAreEachUnderTheirOwnCall() {
        ask(PARALLEL);

        eachIsUnderItsOwn();
        assertThat(parent(only("execute_tool execute_python")).getName())
                .isEqualTo("langchain4j.aiservices.ObservedAssistant.chat");
    }

    @Test
    void soTheyAreWhereThreadsShareOneContextOfVertx() {
        ask("/observe/message", PARALLEL);

        eachIsUnderItsOwn();
        assertThat(parent(only("execute_tool execute_python")).getName())
                .isEqualTo("langchain4j.aiservices.SharedAssistant.chat");
    }

    private void eachIsUnderItsOwn() {
        List<SpanData> looks = named("look into the warehouse");
        assertThat(looks).hasSize(2);
        assertThat(looks)
                .extracting(look -> look.getAttributes().get(AttributeKey.stringKey("article")))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(looks)
                .extracting(look -> parent(parent(look)).getSpanId())
                .containsExactlyInAnyOrderElementsOf(named("execute_tool meet").stream()
                        .map(SpanData::getSpanId)
                        .toList());
        assertThat(looks)
                .allSatisfy(look ->
                        assertThat(parent(parent(parent(look)))).isEqualTo(only("execute_tool execute_python")));
    }

    @Test
    void failuresAreErrorsByTheirKindAlone() {
        ask("fail('secret-argument')");

        SpanData call = only("execute_tool fail");
        assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attribute(call, "error.type")).isEqualTo("IllegalStateException");
        SpanData program = only("execute_tool execute_python");
        assertThat(program.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attribute(program, "langchain4j.ptc.outcome")).isEqualTo("failed");
        assertThat(attribute(program, "error.type")).isEqualTo("ToolError");
        assertThat(call.toString() + program).doesNotContain("secret");
    }

    @Test
    void callsThatAreRefusedHaveSpansToo() {
        ask("findPrices(3)");

        assertThat(attribute(only("execute_tool findPrices"), "error.type")).isEqualTo("TypeError");
        assertThat(named("langchain4j.tools.findPrices")).isEmpty();
    }

    @Test
    void spansHoldNoContent() {
        ask("print(findPrices('secret-argument'), 'secret-text')");

        assertThat(only("execute_tool execute_python").toString() + only("execute_tool findPrices"))
                .doesNotContain("secret");
    }

    @Test
    void theSpanOfACallEndsWithAProgramThatDoesNotWaitForIt() {
        ask("""
                import asyncio
                try:
                    await asyncio.wait_for(sleep(), 0.01)
                except asyncio.TimeoutError:
                    print('enough')
                """);

        SpanData call = only("execute_tool sleep");
        assertThat(parent(call)).isEqualTo(only("execute_tool execute_python"));
        assertThat(attribute(call, "error.type")).isEqualTo("CancelledError");
    }
}
