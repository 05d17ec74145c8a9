package io.github.langchain4j.ptc.samples.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.samples.expense.BedrockAudit;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: {@code run bedrock [--models ID,ID…] [--runs N] [--region REGION] [--json FILE]}. */
@Command(
        name = "bedrock",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Asks models of Amazon Bedrock the question of the expense audit, by programmatic and by ordinary tool calling,",
            "and prints what each way took as a Markdown table: medians of all runs, tokens as Bedrock counted them. The",
            "requests cost money: ordinary tool calling sends some 100,000 tokens for each answer.",
            "",
            "Exit codes: 0 when all models answered, 1 when one of them failed or something is missing."
        })
final class BedrockCommand implements Callable<Integer> {

    /** The models of the published comparison; see docs/guide/bedrock.md for what their ids are known from. */
    static final String MODELS = "us.anthropic.claude-sonnet-4-6,us.anthropic.claude-opus-4-6-v1,"
            + "qwen.qwen3-coder-480b-a35b-v1:0,qwen.qwen3-next-80b-a3b,deepseek.v3.2,minimax.minimax-m2.1,"
            + "moonshotai.kimi-k2.5,zai.glm-4.7";

    private final Map<String, String> environment;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--models",
            paramLabel = "ID",
            split = ",",
            defaultValue = MODELS,
            description = "models and inference profiles (default: ${DEFAULT-VALUE})")
    private List<String> models;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "1", description = "runs of each way (default: 1)")
    private int runs;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "default: AWS_REGION, AWS_DEFAULT_REGION, else that of the AWS profile")
    private String region;

    @Option(names = "--base-url", paramLabel = "URL", description = "an endpoint of Bedrock in a VPC")
    private String endpoint;

    @Option(names = "--json", paramLabel = "FILE", description = "also writes each run as JSON")
    private Path json;

    /** @param environment of the process */
    BedrockCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Integer call() throws IOException {
        if (runs < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--runs must be at least 1, but is " + runs);
        }
        requireFolder();
        try {
            audit(models.get(0)).check();
        } catch (RuntimeException missing) {
            spec.commandLine().getErr().println("benchmark: " + missing.getMessage());
            return 1;
        }
        BedrockComparison comparison = new BedrockComparison();
        try (Sandbox sandbox = EmbeddedSandbox.create()) {
            for (String model : models) {
                BedrockAudit audit = audit(model);
                for (int i = 0; i < runs; i++) {
                    add(comparison, model, BedrockComparison.PROGRAMMATIC, () -> audit.programmatic(sandbox));
                    add(comparison, model, BedrockComparison.ORDINARY, audit::ordinary);
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        comparison.markdown().forEach(out::println);
        out.flush();
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), comparison.runs());
        }
        return comparison.hasFailures() ? 1 : 0;
    }

    /** Before anything is asked: answers cost money and must not be lost. */
    private void requireFolder() {
        Path folder = json == null ? null : json.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "The file " + json + " cannot be written: there is no folder " + folder);
        }
    }

    /** A model that fails does not end the others. */
    private void add(BedrockComparison comparison, String model, String way, Supplier<BedrockAudit.Cost> ask) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf("%s, %s: ", model, way);
        err.flush();
        try {
            BedrockAudit.Cost cost = ask.get();
            comparison.add(new BedrockComparison.Run(model, way, cost, null));
            err.printf("%s after %,d ms%n", cost.right() ? "right" : "wrong", cost.millis());
        } catch (RuntimeException e) {
            comparison.add(new BedrockComparison.Run(model, way, null, String.valueOf(e.getMessage())));
            err.println(e.getMessage());
        }
        err.flush();
    }

    private BedrockAudit audit(String model) {
        List<String> regions = new ArrayList<>();
        regions.add(region);
        regions.add(environment.get("AWS_REGION"));
        regions.add(environment.get("AWS_DEFAULT_REGION"));
        return new BedrockAudit(
                model,
                regions.stream()
                        .filter(each -> each != null && !each.isBlank())
                        .findFirst()
                        .orElse(null),
                endpoint,
                environment.containsKey("AWS_BEARER_TOKEN_BEDROCK"));
    }
}
