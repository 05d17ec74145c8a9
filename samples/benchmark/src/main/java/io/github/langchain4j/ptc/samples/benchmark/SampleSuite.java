package io.github.langchain4j.ptc.samples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs the expense audit as its user does, in a JVM of its own, and reads its figures. */
final class SampleSuite implements Suite {

    private static final int RUNS = 5;
    private static final long MAX_MINUTES = 2;

    private final Path launcher;

    SampleSuite(Path launcher) {
        this.launcher = launcher;
    }

    @Override
    public void run(Consumer<Figure> figures) throws Exception {
        Path report = Files.createTempFile("expense-audit", ".json");
        try {
            List<Double> seconds = new ArrayList<>();
            runOnce(report); // builds the sample and fills the page cache
            for (int i = 0; i < RUNS; i++) {
                seconds.add(runOnce(report));
            }
            figures.accept(Figure.of(
                    "JVM start to the answer of the sample, end of process", "s", "goal: at most 3 s", seconds));
            tokens(new ObjectMapper().readTree(report.toFile()), figures);
        } finally {
            Files.deleteIfExists(report);
        }
    }

    private double runOnce(Path report) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(launcher.toString(), "--arm", "both", "--json", report.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("The sample did not end well: " + launcher);
            }
        } finally {
            process.destroyForcibly();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void tokens(JsonNode report, Consumer<Figure> figures) {
        double ptc = 0;
        double direct = 0;
        for (String field : List.of("inputTokens", "outputTokens")) {
            ptc += report.path("ptc").path(field).asDouble();
            direct += report.path("direct").path(field).asDouble();
        }
        figures.accept(Figure.of("tokens with programmatic tool calling", "", "", ptc));
        figures.accept(Figure.of("tokens with ordinary tool calling", "", "", direct));
        figures.accept(Figure.of("fewer tokens", "%", "goal: at least 92 %", 100 * (direct - ptc) / direct));
    }
}
