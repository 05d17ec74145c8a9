package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Usage;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the corpus states is what plain CPython does, with plain functions as tools and without our runner. */
@RequiresPython
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReferenceTest {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    static Path folder;

    private LocalPython python;
    private Path harness;
    private ParallelCases cases;

    @BeforeAll
    void unpack() throws IOException {
        python = LocalPython.find();
        harness = folder.resolve("reference_harness.py");
        try (InputStream in = ReferenceTest.class.getResourceAsStream("reference_harness.py")) {
            Files.copy(in, harness);
        }
        cases = new ParallelCases(Runtime.getRuntime().availableProcessors());
    }

    @AfterAll
    void stop() {
        cases.close();
    }

    @TestFactory
    Stream<DynamicTest> plainPythonDoesTheSame() {
        Capabilities all = new Capabilities(
                new SandboxTraits("plain python", TrustLevel.CONTAINER, false, true, true, ""), python.minor());
        List<StyleProgram> comparable = ProgramCorpus.styles().stream()
                .filter(program -> program.notComparable().isEmpty())
                .filter(program -> all.missing(program.needs()).isEmpty())
                .toList();
        assertThat(comparable).hasSizeGreaterThan(100);
        return cases.of(comparable, StyleProgram::name, this::compare);
    }

    private void compare(StyleProgram program) throws IOException, InterruptedException {
        JsonNode reports = runPlain(program.steps());
        assertThat(reports).hasSize(program.steps().size());
        for (int step = 0; step < reports.size(); step++) {
            JsonNode report = reports.get(step);
            assertThat(program.mismatches(
                            step, ended(report), report.get("calls").asInt()))
                    .as("program " + (step + 1) + " in Python " + python.version() + ": " + report)
                    .isEmpty();
        }
    }

    private JsonNode runPlain(List<String> programs) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "report", ".json");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Process process = new ProcessBuilder(python.executable().toString(), "-I", harness.toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            JSON.writeValue(in, Map.of("programs", programs));
        }
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("the program ends")
                    .isTrue();
            assertThat(process.exitValue()).as(() -> read(errors)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return JSON.readTree(output.toFile());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Event.Ended ended(JsonNode report) {
        Usage usage =
                new Usage(Duration.ZERO, Duration.ZERO, report.get("calls").asInt(), 0);
        return new Event.Ended(outcome(report), report.get("output").asText(), List.of(), List.of(), usage);
    }

    private static Outcome outcome(JsonNode report) {
        return switch (report.get("outcome").asText()) {
            case "returned" ->
                new Outcome.Returned(
                        Outcome.Kind.valueOf(report.get("kind").asText()),
                        report.get("result").asText());
            case "exited" ->
                new Outcome.Exited(
                        report.get("code").asInt(), report.get("message").asText());
            default ->
                new Outcome.Failed(
                        report.get("type").asText(),
                        report.get("message").asText(),
                        report.get("traceback").asText());
        };
    }
}
