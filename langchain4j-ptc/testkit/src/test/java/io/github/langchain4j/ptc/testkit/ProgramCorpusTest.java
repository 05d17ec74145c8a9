package io.github.langchain4j.ptc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Outcome;
import io.github.langchain4j.ptc.engine.Usage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramCorpusTest {

    private static final Set<String> OUTCOMES = Set.of("returned", "failed", "exited", "limit", "lost");
    private static final Set<String> KEYS = Set.of(
            "style",
            "needs",
            "reference",
            "expect-none",
            "expect-any",
            "expect-json",
            "expect-text",
            "expect-text-raw",
            "expect-repr",
            "expect-repr-raw",
            "expect-repr-like",
            "expect-error",
            "expect-message",
            "expect-line",
            "expect-traceback",
            "expect-exit",
            "expect-output",
            "expect-output-raw",
            "expect-output-has",
            "expect-output-length",
            "expect-output-unordered",
            "expect-warning",
            "expect-calls");

    @ParameterizedTest
    @ValueSource(strings = {"styles", "hostile"})
    void theIndexNamesEveryFile(String folder) throws IOException, URISyntaxException {
        Path index = Path.of(ProgramCorpus.class
                .getResource("corpus/" + folder + "/index.txt")
                .toURI());
        try (Stream<Path> files = Files.list(index.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".py"))
                            .map(name -> name.substring(0, name.length() - 3)))
                    .containsExactlyInAnyOrderElementsOf(Files.readAllLines(index));
        }
    }

    @Test
    void stylesAreManyAndSayWhatTheyAre() {
        List<StyleProgram> styles = ProgramCorpus.styles();
        assertThat(styles)
                .hasSizeGreaterThanOrEqualTo(110)
                .allSatisfy(program -> assertThat(program.style()).isNotBlank());
        assertThat(styles.stream().filter(program -> program.notComparable().isEmpty()))
                .as("programs that plain CPython can confirm")
                .hasSizeGreaterThan(150);
    }

    @Test
    void aHeaderHasNoKeyThatNobodyReads() {
        for (StyleProgram program : ProgramCorpus.styles()) {
            for (String step : program.steps()) {
                assertThat(CorpusHeader.of(step).lines().keySet())
                        .as(program.name())
                        .isSubsetOf(KEYS);
            }
        }
    }

    @Test
    void hostileProgramsAreManyOfEveryCategory() {
        List<HostileProgram> hostile = ProgramCorpus.hostile();
        assertThat(hostile).hasSizeGreaterThanOrEqualTo(80).allSatisfy(program -> {
            assertThat(program.allowed()).isNotEmpty().isSubsetOf(OUTCOMES);
            assertThat(program.attempt()).isNotBlank();
        });
        assertThat(hostile.stream().map(HostileProgram::category).distinct())
                .containsExactlyInAnyOrder(
                        "files",
                        "environment",
                        "network",
                        "processes",
                        "first process",
                        "introspection",
                        "ctypes",
                        "memory",
                        "recursion",
                        "output",
                        "loops",
                        "regex",
                        "frames",
                        "leftovers");
    }

    @Test
    void whatDiffersFromTheHeaderIsNamed() {
        StyleProgram program = StyleProgram.of("x", """
                # style: x
                # expect-json: [1, 2.0]
                # expect-output: a
                # expect-calls: 1
                """);
        assertThat(program.mismatches(0, ended(Outcome.Kind.JSON, "[1.0,2]", "a\n"), 1))
                .isEmpty();
        assertThat(program.mismatches(0, ended(Outcome.Kind.TEXT, "[1,2]", "a\n"), 1))
                .hasSize(1);
        assertThat(program.mismatches(0, ended(Outcome.Kind.JSON, "[1,3]", "a\n"), 1))
                .hasSize(1);
        assertThat(program.mismatches(0, ended(Outcome.Kind.JSON, "[1,2]", "a"), 1))
                .hasSize(1);
        assertThat(program.mismatches(0, ended(Outcome.Kind.JSON, "[1,2]", "a\nb\n"), 0))
                .hasSize(2);
    }

    @Test
    void anErrorMustHaveTypeMessageAndLine() {
        StyleProgram program = StyleProgram.of("x", """
                # style: x
                # expect-error: KeyError
                # expect-message: salary
                # expect-line: 5
                """);
        assertThat(program.mismatches(0, failed("KeyError", "'salary'", "line 5, in x"), 0))
                .isEmpty();
        assertThat(program.mismatches(0, failed("ValueError", "'salary'", "line 5, in x"), 0))
                .hasSize(1);
        assertThat(program.mismatches(0, failed("KeyError", "'x'", "line 51, in x"), 0))
                .hasSize(2);
        assertThat(program.mismatches(0, ended(Outcome.Kind.NONE, "", ""), 0)).hasSize(3);
    }

    private static Event.Ended ended(Outcome.Kind kind, String result, String output) {
        return ended(new Outcome.Returned(kind, result), output);
    }

    private static Event.Ended failed(String type, String message, String traceback) {
        return ended(new Outcome.Failed(type, message, traceback), "");
    }

    private static Event.Ended ended(Outcome outcome, String output) {
        return new Event.Ended(
                outcome, output, List.of(), List.of(), new Usage(Duration.ZERO, Duration.ZERO, 0, output.length()));
    }
}
