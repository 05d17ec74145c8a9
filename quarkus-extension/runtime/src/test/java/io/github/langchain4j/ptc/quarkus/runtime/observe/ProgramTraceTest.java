package io.github.langchain4j.ptc.quarkus.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import io.github.langchain4j.ptc.engine.CallId;
import io.github.langchain4j.ptc.engine.CancelReason;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.program.InnerCall;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgramTraceTest {

    private static final CallId CALL = new CallId(1, 7);

    private final ObjectNode arguments = new ObjectMapper().createObjectNode().put("card", "secret-card");
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();

    private ProgramTrace trace(boolean content) {
        return new ProgramTrace(
                new ProgramSpans(provider.get("test"), content),
                "execute_python",
                InvocationContext.builder().interfaceName("com.acme.Assistant").build());
    }

    private static ProgramReport report(Outcome outcome) {
        Usage usage = new Usage(Duration.ofSeconds(2), Duration.ofSeconds(1), 1, 13);
        return new ProgramReport(1, "secret-code", outcome, "secret-output", List.of(), List.of(), usage, List.of());
    }

    private InnerCall answered(ToolOutcome outcome) {
        return new InnerCall(CALL, "pay", arguments, outcome, Duration.ZERO, Duration.ofMillis(5));
    }

    private SpanData span(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void run(ProgramTrace trace) {
        trace.programStarted("session", 1, "secret-code");
        trace.toolCalled("session", CALL, "pay", arguments);
        trace.toolAnswered("session", answered(new ToolOutcome.Value(TextNode.valueOf("secret-result"))));
        trace.programEnded("session", report(new Outcome.Returned(Outcome.Kind.TEXT, "secret-value")));
    }

    @Test
    void nothingOfWhatAProgramReadsAndWritesIsInItsSpans() {
        run(trace(false));

        assertThat(exporter.getFinishedSpanItems()).hasSize(2);
        assertThat(exporter.getFinishedSpanItems().toString()).doesNotContain("secret");
    }

    @Test
    void allOfItIsIfThatIsWanted() {
        run(trace(true));

        assertThat(exporter.getFinishedSpanItems().toString())
                .contains("secret-code", "secret-output", "secret-value", "secret-card", "secret-result");
    }

    @Test
    void aProgramThatIsCutOffLeavesNoSpanOpen() {
        ProgramTrace trace = trace(false);
        trace.programStarted("session", 1, "");
        trace.toolCalled("session", CALL, "pay", arguments);

        trace.programEnded("session", report(new Outcome.Cancelled(CancelReason.INTERRUPTED)));
        trace.toolAnswered("session", answered(new ToolOutcome.Value(TextNode.valueOf("late"))));

        assertThat(exporter.getFinishedSpanItems()).hasSize(2);
        assertThat(span("execute_tool pay").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span("execute_tool execute_python").getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("cancelled");
    }

    @Test
    void aCallHasTheNameOfItsToolInJava() {
        ProgramTrace trace = trace(false);
        trace.programStarted("session", 1, "");
        trace.toolCalled("session", CALL, "pay_", arguments);
        trace.toolAnswered("session", answered(new ToolOutcome.Failure("IOException", "secret-reason")));

        assertThat(span("execute_tool pay").getAttributes().get(AttributeKey.stringKey("gen_ai.tool.name")))
                .isEqualTo("pay");
        assertThat(span("execute_tool pay").toString()).doesNotContain("secret");
    }

    @Test
    void theSpanOfACallIsCurrentWhileItsToolIsExecuted() {
        ProgramTrace trace = trace(false);
        AtomicReference<String> current = new AtomicReference<>();
        trace.programStarted("session", 1, "");
        trace.toolCalled("session", CALL, "pay", arguments);

        trace.execute(ToolExecutionRequest.builder().id("ptc-1.7").name("pay").build(), () -> {
            current.set(Span.current().getSpanContext().getSpanId());
            return ToolExecutionResult.builder().resultText("paid").build();
        });
        trace.toolAnswered("session", answered(new ToolOutcome.Value(TextNode.valueOf("paid"))));

        assertThat(current.get()).isEqualTo(span("execute_tool pay").getSpanId());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }
}
