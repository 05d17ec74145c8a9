package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.chat.ChatModel;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.github.langchain4j.ptc.samples.expense.company.ExpenseTools;
import io.github.langchain4j.ptc.samples.expense.recording.RecordingChatModel;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the sample. */
@Command(
        name = "samples/expense-audit/run",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "",
            "Asks a model which members of a team exceeded their travel budget, over some 700 expense records: once by "
                    + "programmatic tool calling, where the model writes one Python program that calls the tools, and "
                    + "once by ordinary tool calling, where every result goes through the model. Shows the program, "
                    + "its tool calls, the answers, and what each way cost.",
            ""
        },
        footer = {
            "",
            "Without options it needs neither key nor network: the recorded model replays written answers, and "
                    + "refuses any request that it was not asked.",
            "",
            "Examples:",
            "  samples/expense-audit/run",
            "  samples/expense-audit/run --sandbox docker",
            "  samples/expense-audit/run --model gpt-4.1-mini --api-key KEY",
            "  samples/expense-audit/run --model qwen3 --base-url http://localhost:11434/v1",
            "  samples/expense-audit/run --model bedrock:us.anthropic.claude-sonnet-4-6 --region us-east-1",
            "",
            "Exit codes: 0 when all arms answered, 1 when something failed, 2 when the command line is wrong."
        })
public final class ExpenseAudit implements Callable<Integer> {

    private static final int TOOL_THREADS = 16;

    private final Surroundings surroundings;
    private Company company;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = ModelSource.Recorded.NAME,
            description =
                    "The model: 'recorded' (default), what an OpenAI-compatible endpoint calls it, or 'bedrock:ID' "
                            + "with the id of a model or inference profile of Amazon Bedrock.")
    private String model;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "The endpoint of the model, such as http://localhost:11434/v1 (default: the environment "
                    + "variable OPENAI_BASE_URL, else " + ModelSource.Endpoint.OPENAI + "); for Bedrock that of a VPC.")
    private String baseUrl;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description =
                    "The AWS region of a model of Bedrock (default: AWS_REGION, AWS_DEFAULT_REGION, else that of the "
                            + "AWS profile). Credentials are found as the AWS SDK does it.")
    private String region;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "The key for the endpoint (default: the environment variable OPENAI_API_KEY).")
    private String apiKey;

    @Option(
            names = "--sandbox",
            paramLabel = "NAME",
            defaultValue = "embedded",
            converter = SandboxChoice.Converter.class,
            description =
                    "Where programs run: 'embedded' (default; CPython in WebAssembly inside the JVM), 'docker' "
                            + "(a container; needs a Docker engine with the image of sandbox-image), 'agentcore' (Amazon "
                            + "Bedrock AgentCore; needs an AWS account), or 'local-python' (the python3 of this machine, WITHOUT ISOLATION).")
    private SandboxChoice sandbox;

    @Option(
            names = "--ask",
            paramLabel = "QUESTION",
            description = "Another question about the company's people, expenses and budgets. Needs a real model.")
    private String question;

    @Option(
            names = "--arm",
            paramLabel = "ARM",
            defaultValue = "both",
            converter = ArmChoice.Converter.class,
            description = "'ptc' for programmatic tool calling, 'direct' for ordinary tool calling, or 'both' "
                    + "(default).")
    private ArmChoice arm;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also writes everything that is shown to this file, as JSON.")
    private Path json;

    @Option(
            names = "--record",
            paramLabel = "FOLDER",
            description = "For developers of the sample: also writes what the model was asked and answered as "
                    + "recordings into this folder. With the recorded model it keeps the answers and renews the "
                    + "requests.")
    private Path record;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    private ExpenseAudit(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String... arguments) {
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** Runs the command line. */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine commandLine = new CommandLine(new ExpenseAudit(surroundings))
                .setColorScheme(CommandLine.Help.defaultColorScheme(surroundings.colour() ? Ansi.ON : Ansi.OFF))
                .setOut(new PrintWriter(surroundings.out(), true))
                .setErr(new PrintWriter(surroundings.err(), true));
        commandLine.setParameterExceptionHandler(
                (wrong, given) -> fail(surroundings, 2, wrong.getMessage() + " (try --help)"));
        commandLine.setExecutionExceptionHandler(
                (failure, command, given) -> fail(surroundings, 1, failure.getMessage()));
        return commandLine.execute(arguments);
    }

    private static int fail(Surroundings surroundings, int exitCode, String message) {
        surroundings.out().flush();
        surroundings.err().println("expense-audit: " + message);
        return exitCode;
    }

    @Override
    public Integer call() {
        ModelSource source = source();
        requireWritable();
        try (Sandbox opened = arm.arms().contains(Arm.PTC) ? sandbox.open() : null) {
            company = Company.load(); // while the sandbox gets ready
            List<ArmRun> runs = ask(source, opened);
            if (json != null) {
                JsonReport.write(JsonReport.of(asked(), source.description(), sandbox.key(), runs, right()), json);
            }
            return 0;
        } catch (IOException e) {
            throw new AuditFailure("The file " + json + " cannot be written: " + e, e);
        } catch (RuntimeException e) {
            throw new AuditFailure(Failures.explain(e, source), e);
        }
    }

    private List<ArmRun> ask(ModelSource source, Sandbox opened) {
        TokenCounter counter = new TokenCounter();
        ExpenseTools tools = new ExpenseTools(company);
        TerminalReport report =
                new TerminalReport(new Terminal(surroundings.out(), surroundings.colour(), surroundings.unicode()));
        report.question(asked(), source.description(), sandbox.description());
        List<ArmRun> runs = new ArrayList<>();
        for (Arm each : arm.arms()) {
            ArmRun run = run(each, source, opened, tools, counter);
            report.arm(run, right() == null ? null : Overspend.same(run.people(), right()));
            runs.add(run);
        }
        report.costs(runs, source instanceof ModelSource.Recorded);
        return runs;
    }

    /** The name of a recording. */
    private String conversation(Arm each) {
        return each == Arm.PTC ? each.key() + "-" + sandbox.recording() : each.key();
    }

    private String asked() {
        return question == null ? Question.TEXT : question;
    }

    /** The right answer; {@code null} if another question was asked. */
    private List<Overspend> right() {
        return question == null ? Question.rightAnswer(company) : null;
    }

    private ModelSource source() {
        if (model.equals(ModelSource.Recorded.NAME)) {
            if (question != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "The recorded model answers the recorded question alone: for --ask, choose a real model with "
                                + "--model NAME");
            }
            if (baseUrl != null || apiKey != null) {
                throw new ParameterException(
                        spec.commandLine(), "--base-url and --api-key need a real model: choose it with --model NAME");
            }
            return new ModelSource.Recorded(record != null);
        }
        if (model.startsWith(ModelSource.Bedrock.PREFIX)) {
            return bedrock(model.substring(ModelSource.Bedrock.PREFIX.length()));
        }
        if (region != null) {
            throw new ParameterException(
                    spec.commandLine(), "--region needs a model of Bedrock: choose it with --model bedrock:ID");
        }
        String url = baseUrl != null ? baseUrl : surroundings.variable("OPENAI_BASE_URL");
        String key = apiKey != null ? apiKey : surroundings.variable("OPENAI_API_KEY");
        return new ModelSource.Endpoint(model, url == null ? ModelSource.Endpoint.OPENAI : url, key);
    }

    private ModelSource bedrock(String id) {
        if (apiKey != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--api-key is for OpenAI-compatible endpoints: set AWS_BEARER_TOKEN_BEDROCK for an API key of Bedrock");
        }
        String where = region;
        for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            where = where == null ? surroundings.variable(variable) : where;
        }
        return new ModelSource.Bedrock(id, where, baseUrl, surroundings.variable("AWS_BEARER_TOKEN_BEDROCK") != null);
    }

    private ArmRun run(Arm each, ModelSource source, Sandbox opened, ExpenseTools tools, TokenCounter counter) {
        ExecutorService executor = Executors.newFixedThreadPool(TOOL_THREADS);
        ChatModel answering = null;
        try {
            answering = source.model(conversation(each));
            RecordingChatModel recording = record == null ? null : new RecordingChatModel(answering);
            ChatModel used = recording == null ? answering : recording;
            ArmRun run = each == Arm.PTC
                    ? PtcArm.run(used, opened, tools, executor, asked(), counter)
                    : DirectArm.run(used, tools, executor, asked(), counter);
            if (recording != null) {
                recording.recording().save(record, conversation(each));
            }
            return run;
        } catch (IOException e) {
            throw new AuditFailure("The recording cannot be written to " + record + ": " + e, e);
        } finally {
            executor.shutdownNow();
            if (answering instanceof BedrockModel bedrock) {
                bedrock.close();
            }
        }
    }

    /** Before anything is asked: a real model's answer costs money and must not be lost. */
    private void requireWritable() {
        if (json == null) {
            return;
        }
        Path folder = json.toAbsolutePath().getParent();
        if (Files.isDirectory(json) || folder == null || !Files.isDirectory(folder)) {
            throw new AuditFailure("The file " + json + " cannot be written: "
                    + (Files.isDirectory(json) ? "it is a folder" : "there is no folder " + folder));
        }
        if (!Files.isWritable(Files.exists(json) ? json : folder)) {
            throw new AuditFailure("The file " + json + " cannot be written: no permission");
        }
    }
}
