package io.github.langchain4j.ptc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invocations that a framework begins and ends itself. */
@RequiresPython
class ServiceProgramsTest extends ServiceFixture {

    private static final ToolHost HOST = new ToolHost() {
        @Override
        public ToolExecutionResult execute(
                InvocationContext context,
                ToolExecutionRequest request,
                ToolExecutor executor,
                Consumer<BeforeToolExecution> before,
                Consumer<ToolExecution> after) {
            return executor.executeWithContext(request, context);
        }

        @Override
        public boolean handlesErrors(boolean ofArguments) {
            return false;
        }

        @Override
        public Optional<Executor> executor() {
            return Optional.empty();
        }
    };

    private static final AiServiceTool SEVEN = AiServiceTool.builder()
            .toolSpecification(
                    ToolSpecification.builder().name("seven").description("7").build())
            .toolExecutor((request, memoryId) -> "7")
            .build();

    private static ToolExecutionResult run(AiServiceTool codeTool, InvocationContext invocation) {
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .name(codeTool.name())
                .arguments("{\"code\": \"seven()\"}")
                .build();
        return codeTool.toolExecutor().executeWithContext(request, invocation);
    }

    @Test
    @Timeout(60)
    void noProgramRunsInAnInvocationThatWasEnded() {
        InvocationContext invocation =
                InvocationContext.builder().invocationId(UUID.randomUUID()).build();
        try (ServiceRuntime runtime = runtime()) {
            ServicePrograms programs = new ServicePrograms(
                    runtime, AiServiceContext.create(Assistant.class), HOST, new ServicePrograms.Memory());
            AiServiceTool codeTool =
                    programs.begin(invocation, List.of(SEVEN), List.of()).get(0);

            assertThat(run(codeTool, invocation).resultText()).isEqualTo("7");
            assertThat(runtime.openSessions()).isEqualTo(1);

            programs.end(invocation);
            programs.end(invocation);

            while (runtime.openSessions() > 0) { // interpreters take a moment to die
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> run(codeTool, invocation)).hasStackTraceContaining("is over");
        }
    }
}
