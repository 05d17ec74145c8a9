package io.github.langchain4j.ptc.samples.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.langchain4j.ptc.docker.DockerSandbox;
import io.github.langchain4j.ptc.embedded.EmbeddedSandbox;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line: {@code run SUITE [--json FILE]}. */
@Command(
        name = "samples/benchmark/run",
        mixinStandardHelpOptions = true,
        description = {
            "Prints figures of langchain4j-ptc. Suites:",
            "  embedded       sessions and tool calls of the embedded sandbox",
            "  local          the same with CPython over pipes (no isolation; the floor)",
            "  docker         the Docker sandbox beside what docker-java and the engine take by themselves (floor);",
            "                 'reference' is the published reference implementation, measured once on the machine that",
            "                 the README's figures come from",
            "  agentcore      what the AgentCore sandbox adds to the service's time, with the testkit's emulator of it",
            "  soak           1,000 sessions of the embedded sandbox: does anything grow?",
            "  docker-soak    2,000 sessions of the Docker sandbox; it takes some 20 minutes",
            "  sample         the expense audit: start time and tokens",
            "  bedrock        models of Amazon Bedrock, with and without programs; needs credentials: see 'bedrock --help'",
            "  agentcore-probe  checks against AWS what the AgentCore sandbox rests on; needs credentials, too",
            "  all            everything that needs nothing but Java and Python"
        })
final class Benchmark implements Callable<Integer> {

    private static final int SOAK_SESSIONS = 1000;
    private static final int DOCKER_SOAK_SESSIONS = 2000;

    private static final Map<String, String> EMBEDDED_GOALS = Map.of(
            "fresh session", "goal: at most 80 ms",
            "blocking tool call", "goal: at most 0.9 ms",
            "awaited tool call", "goal: at most 1.3 ms",
            "200 sequential tool calls", "goal: at most 300 ms",
            "gather of 100 calls to a 50 ms tool", "goal: at most 250 ms");

    private static final Map<String, String> LOCAL_GOALS = Map.of("blocking tool call", "goal: at most 0.1 ms");

    @Parameters(paramLabel = "SUITE", arity = "0..1", description = "which figures (see above)")
    private String suite;

    @Option(names = "--json", paramLabel = "FILE", description = "also writes the figures as JSON")
    private Path json;

    @Option(
            names = "--sample",
            paramLabel = "LAUNCHER",
            defaultValue = "samples/expense-audit/run",
            description = "the sample's launcher (default: ${DEFAULT-VALUE})")
    private Path sample;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Benchmark() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark())
                .addSubcommand(new BedrockCommand(System.getenv()))
                .addSubcommand(new AgentCoreProbe())
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Suite> suites = suites();
        if (suite == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Which figures? Name a suite (try --help)");
        }
        if (!suite.equals("all") && !suites.containsKey(suite)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "There is no suite '" + suite + "'; there are " + suites.keySet() + " and all");
        }
        System.out.printf(
                "Java %s, %d processors, load %.1f%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Map<String, List<Figure>> measured = new LinkedHashMap<>();
        for (Map.Entry<String, Suite> entry : suites.entrySet()) {
            if (suite.equals(entry.getKey())
                    || suite.equals("all") && !entry.getKey().startsWith("docker")) {
                measured.put(entry.getKey(), measure(entry.getKey(), entry.getValue()));
            }
        }
        write(measured);
        return 0;
    }

    private Map<String, Suite> suites() {
        Map<String, Suite> suites = new LinkedHashMap<>();
        suites.put("embedded", new SandboxSuite(EmbeddedSandbox::create, EMBEDDED_GOALS));
        suites.put("local", new SandboxSuite(LocalPythonSandbox::new, LOCAL_GOALS));
        suites.put("docker", new DockerSuite());
        suites.put("agentcore", new AgentCoreSuite());
        suites.put("soak", new SoakSuite(EmbeddedSandbox::create, SOAK_SESSIONS, () -> 0));
        suites.put("docker-soak", new SoakSuite(DockerSandbox::create, DOCKER_SOAK_SESSIONS, new LabelledContainers()));
        suites.put("sample", new SampleSuite(sample.toAbsolutePath()));
        return suites;
    }

    private static List<Figure> measure(String name, Suite suite) throws Exception {
        System.out.printf("%n%s%n", name);
        List<Figure> figures = new ArrayList<>();
        suite.run(figure -> {
            figures.add(figure);
            System.out.println("  " + figure.line());
        });
        return figures;
    }

    private void write(Map<String, List<Figure>> measured) throws IOException {
        if (json != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), measured);
        }
    }
}
