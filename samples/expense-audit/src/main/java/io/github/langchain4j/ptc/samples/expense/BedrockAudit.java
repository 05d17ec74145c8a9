package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.output.TokenUsage;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.github.langchain4j.ptc.samples.expense.company.ExpenseTools;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The audit's question to a model of Amazon Bedrock, for comparisons of models. Thread-safe. */
public final class BedrockAudit {

    private static final int TOOL_THREADS = 16;

    private final ModelSource.Bedrock source;

    /**
     * What one answer took.
     *
     * @param right whether it was the right one
     * @param modelCalls requests to the model
     * @param toolCalls calls of tools, by programs or by the model
     * @param inputTokens as Bedrock counted them
     * @param outputTokens as Bedrock counted them
     * @param millis from the question to the answer, the start of the sandbox's session included
     */
    public record Cost(boolean right, int modelCalls, int toolCalls, int inputTokens, int outputTokens, long millis) {}

    /**
     * @param modelId the id or ARN of a model or inference profile
     * @param region {@code null} for that of the AWS profile
     * @param endpoint instead of the region's own; {@code null} for that
     * @param bearerToken whether an API key of Bedrock is in the environment
     * @throws RuntimeException if there is no region or there are no credentials; the message says what to do
     */
    public BedrockAudit(String modelId, String region, String endpoint, boolean bearerToken) {
        source = new ModelSource.Bedrock(modelId, region, endpoint, bearerToken);
    }

    /**
     * Checks that a request could be made, without making one.
     *
     * @throws RuntimeException if there is no region or there are no credentials; the message says what to do
     */
    public void check() {
        BedrockModel.open(source).close();
    }

    /**
     * Asks by programmatic tool calling.
     *
     * @param sandbox where the programs run
     * @throws RuntimeException if there is no answer; the message says why in a line
     */
    public Cost programmatic(Sandbox sandbox) {
        return ask((model, tools, executor, counter) ->
                PtcArm.run(model, sandbox, tools, executor, Question.TEXT, counter));
    }

    /**
     * Asks by ordinary tool calling.
     *
     * @throws RuntimeException if there is no answer; the message says why in a line
     */
    public Cost ordinary() {
        return ask((model, tools, executor, counter) -> DirectArm.run(model, tools, executor, Question.TEXT, counter));
    }

    private interface Way {

        ArmRun run(BedrockModel model, ExpenseTools tools, ExecutorService executor, TokenCounter counter);
    }

    private Cost ask(Way way) {
        Company company = Company.load();
        TokenCounter counter = new TokenCounter();
        ExecutorService executor = Executors.newFixedThreadPool(TOOL_THREADS);
        try (BedrockModel model = BedrockModel.open(source)) {
            ArmRun run = way.run(model, new ExpenseTools(company), executor, counter);
            TokenUsage tokens = run.reported() == null ? new TokenUsage(0, 0) : run.reported();
            return new Cost(
                    Overspend.same(run.people(), Question.rightAnswer(company)),
                    run.modelCalls(),
                    run.toolCalls(),
                    orZero(tokens.inputTokenCount()),
                    orZero(tokens.outputTokenCount()),
                    run.millis());
        } catch (RuntimeException e) {
            throw new AuditFailure(Failures.explain(e, source), e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static int orZero(Integer count) {
        return count == null ? 0 : count;
    }
}
