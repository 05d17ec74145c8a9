package io.github.langchain4j.ptc.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for the sources of all modules that can only be seen in the text. */
class SourceRulesTest {

    private static final int LINES = 400;

    private final Path root = Path.of("").toAbsolutePath().getParent().getParent();

    @Test
    void no_class_has_more_than_400_lines_of_code() {
        List<String> tooLong = new ArrayList<>();
        for (Path source : mainSources()) {
            long lines = lines(source).filter(SourceRulesTest::isCode).count();
            if (lines > LINES) {
                tooLong.add(root.relativize(source) + ": " + lines);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void every_package_says_what_it_is() {
        assertThat(mainSources().stream().map(Path::getParent).distinct())
                .allSatisfy(folder ->
                        assertThat(folder.resolve("package-info.java")).exists());
    }

    @Test
    void no_package_is_a_grab_bag() {
        assertThat(mainSources().stream()
                        .map(source -> source.getParent().getFileName().toString())
                        .distinct())
                .doesNotContain("util", "utils", "common", "impl", "internal", "misc", "helper");
    }

    /** Comments and blank lines are no burden to whoever reads the code, imports none to whoever wrote it. */
    private static boolean isCode(String line) {
        String text = line.strip();
        return !text.isEmpty()
                && !text.startsWith("//")
                && !text.startsWith("*")
                && !text.startsWith("/*")
                && !text.startsWith("import ");
    }

    private List<Path> mainSources() {
        List<Path> sources = new ArrayList<>();
        for (String folder : List.of("langchain4j-ptc", "samples")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/"))
                        .forEach(sources::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(sources).as("sources below " + root).hasSizeGreaterThan(50);
        return sources;
    }

    private static Stream<String> lines(Path source) {
        try {
            return Files.readAllLines(source).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
