package io.github.langchain4j.ptc.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.github.langchain4j.ptc.engine.ToolDescriptor;
import io.github.langchain4j.ptc.engine.ToolOutcome;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One tool of a {@link ToolCatalog}. Immutable and thread-safe.
 *
 * <p>A program's call goes through {@link #check}, {@link #request} and {@link #executor}, then {@link #outcome} or, if
 * the executor threw, {@link #failure}. A tool that is executed elsewhere has no executor: its requests are handed out,
 * and what comes back goes through {@link #outcome}. A tool that only the model may call has no {@link #descriptor()},
 * and everything about programs throws {@link IllegalStateException}.
 */
public final class CatalogTool {

    /** What there is of a tool only if programs may call it. */
    record Programmatic(ToolDescriptor descriptor, Arguments arguments, ResultEncoder results) {}

    private final ToolSpecification specification;
    private final String pythonName;
    private final Set<Caller> callers;
    private final ToolExecutor executor;
    private final String needsAiService;
    private final Programmatic programmatic;

    /**
     * @param executor null for a tool that is executed elsewhere
     * @param programmatic null for a tool that only the model may call
     */
    CatalogTool(
            ToolSpecification specification,
            String pythonName,
            Set<Caller> callers,
            ToolExecutor executor,
            String needsAiService,
            Programmatic programmatic) {
        this.specification = specification;
        this.pythonName = pythonName;
        this.callers = Set.copyOf(callers);
        this.executor = executor;
        this.needsAiService = needsAiService;
        this.programmatic = programmatic;
    }

    /** The name in LangChain4j. */
    public String name() {
        return specification.name();
    }

    /** The name in Python: an identifier that is no keyword and hides no builtin. */
    public String pythonName() {
        return pythonName;
    }

    /** What the model is told of the tool when it may call it in the ordinary way. */
    public ToolSpecification specification() {
        return specification;
    }

    /** Who may call it; not empty. */
    public Set<Caller> callers() {
        return callers;
    }

    /**
     * Runs requests, those of programs and those of the model. Throws what the tool throws, as the cause of a
     * {@link dev.langchain4j.exception.ToolExecutionException}, if it is the method of a bean.
     *
     * @throws IllegalStateException if the tool is executed elsewhere, see {@link #hasExecutor()}
     */
    public ToolExecutor executor() {
        if (executor == null) {
            throw new IllegalStateException("The tool '" + name() + "' was added without an executor, so it is executed"
                    + " elsewhere: hand its request out, or add it with its executor");
        }
        return executor;
    }

    /** Whether the tool can be run here; otherwise its requests are handed out to be executed elsewhere. */
    public boolean hasExecutor() {
        return executor != null;
    }

    /**
     * Why only an AI service can run the tool, to follow its name: a parameter that LangChain4j fills there
     * ({@code @ToolMemoryId}, {@code InvocationParameters}, {@code InvocationContext}), or a result that ends the turn
     * ({@code ReturnBehavior.IMMEDIATE}). Elsewhere such a tool must be refused.
     */
    public Optional<String> needsAiService() {
        return Optional.ofNullable(needsAiService);
    }

    /** What the runner must know of the tool. */
    public ToolDescriptor descriptor() {
        return programmatic().descriptor();
    }

    /**
     * What is wrong with the arguments of a program's call, for the program: where, what was expected, what came. Empty
     * if nothing is.
     */
    public Optional<String> check(ObjectNode pythonArguments) {
        return programmatic().arguments().check(Objects.requireNonNull(pythonArguments, "pythonArguments"));
    }

    /**
     * The request for arguments that {@link #check} found right: under the names that LangChain4j knows, without those
     * that are {@code None} and optional.
     */
    public ToolExecutionRequest request(String id, ObjectNode pythonArguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(name())
                .arguments(programmatic().arguments().toJava(pythonArguments))
                .build();
    }

    /**
     * What the program gets for a result: the value by the declared Java type or the output schema; text where nothing
     * is declared, unless it is a JSON object or array. A result that is an error, or that cannot be written as JSON, is
     * a failure.
     */
    public ToolOutcome outcome(ToolExecutionResult result) {
        return programmatic().results().outcome(result);
    }

    /** What the program gets for an exception: the type and message of what the tool itself threw. */
    public ToolOutcome failure(Throwable thrown) {
        return Failures.of(thrown);
    }

    /** The name only. */
    @Override
    public String toString() {
        return "CatalogTool[" + name() + "]";
    }

    private Programmatic programmatic() {
        if (programmatic == null) {
            throw new IllegalStateException("The tool '" + name() + "' is not for programs");
        }
        return programmatic;
    }
}
