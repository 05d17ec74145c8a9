package io.github.langchain4j.ptc.service;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.codetool.CodeArguments;
import io.github.langchain4j.ptc.codetool.CodeRun;
import io.github.langchain4j.ptc.program.InvocationAbortedException;
import io.github.langchain4j.ptc.program.ToolInvoker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The code tool of one invocation, as LangChain4j executes it. Thread-safe; one program runs at a time. */
final class CodeToolExecutor implements ToolExecutor {

    private final Invocation invocation;
    private final Duration patience;
    private final Supplier<Optional<String>> refusal;
    private final Function<InvocationContext, ToolInvoker> innerCalls;
    private final BiConsumer<ToolExecutionRequest, ToolExecutionResult> answered;

    /**
     * @param invocation whose programs are run
     * @param patience for each program before
     * @param refusal asked before each program on its thread, why it is not to be run
     * @param innerCalls executes the tool calls of the programs
     * @param answered is told each result before anybody makes a message of it
     */
    CodeToolExecutor(
            Invocation invocation,
            Duration patience,
            Supplier<Optional<String>> refusal,
            Function<InvocationContext, ToolInvoker> innerCalls,
            BiConsumer<ToolExecutionRequest, ToolExecutionResult> answered) {
        this.invocation = invocation;
        this.patience = patience;
        this.refusal = refusal;
        this.innerCalls = innerCalls;
        this.answered = answered;
    }

    Invocation invocation() {
        return invocation;
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        return executeWithContext(
                        request,
                        InvocationContext.builder().chatMemoryId(memoryId).build())
                .resultText();
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        try {
            Optional<String> unwanted = refusal.get();
            Optional<ProgramsOfReply.Place> place = invocation.place(request);
            Optional<String> refused =
                    place.flatMap(ordered -> ordered.await(patience)).or(() -> unwanted);
            boolean failed = true;
            try {
                ToolExecutionResult result = refused.map(CodeToolExecutor::notRun)
                        .orElseGet(() -> execute(CodeArguments.parse(request.arguments()), context));
                failed = result.isError();
                answered.accept(request, result);
                return result;
            } finally {
                boolean failure = failed;
                place.ifPresent(ordered -> ordered.done(failure));
            }
        } catch (RuntimeException e) {
            // Not all that comes out of here is reported to have ended the invocation.
            invocation.end();
            RuntimeException cause = e instanceof InvocationAbortedException aborted ? aborted.getCause() : e;
            if (cause instanceof CallbackError error) {
                throw error.getCause();
            }
            throw Unhandled.thrown(cause);
        }
    }

    private ToolExecutionResult execute(CodeArguments.Parsed arguments, InvocationContext context) {
        if (arguments instanceof CodeArguments.Refused refused) {
            return notRun(refused.reason());
        }
        try (Workspace.Desk desk = invocation.workspace().take()) {
            if (invocation.isOver()) {
                throw new IllegalStateException("The invocation of the AI service is over: no program is run for it");
            }
            CodeRun run = desk.session()
                    .start(
                            ((CodeArguments.Code) arguments).source(),
                            invocation.split().catalog(),
                            innerCalls.apply(context));
            invocation.started(run);
            try {
                CodeRun.Finished program = (CodeRun.Finished) run.advance();
                Map<String, Object> attributes = new HashMap<>(desk.mark().attributes());
                attributes.putAll(invocation.images().keep(program));
                return result(program, attributes);
            } finally {
                invocation.finished(run);
            }
        }
    }

    private static ToolExecutionResult result(CodeRun.Finished finished, Map<String, Object> attributes) {
        return ToolExecutionResult.builder()
                .resultText(finished.result().text())
                .isError(finished.result().failed())
                .result(finished.report())
                .attributes(attributes)
                .build();
    }

    private static ToolExecutionResult notRun(String reason) {
        return ToolExecutionResult.builder()
                .resultText(reason)
                .isError(true)
                .attributes(SessionMark.notRun())
                .build();
    }
}
