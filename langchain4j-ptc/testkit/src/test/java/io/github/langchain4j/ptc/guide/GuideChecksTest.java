package io.github.langchain4j.ptc.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks that {@link GuideTest} makes find what is wrong. */
class GuideChecksTest {

    @TempDir
    private Path folder;

    private CodeInTests tests;

    @BeforeEach
    void writeATest() throws IOException {
        Path source = Files.writeString(folder.resolve("SomeTest.java"), """
                import java.util.List;

                class SomeTest {

                    void test() {
                        if (true) {
                            List.of();

                            return;
                        }
                    }
                }
                """);
        tests = new CodeInTests(List.of(source));
    }

    @Test
    void theIndentationOfThePageDoesNotMatter() {
        assertThat(problem("if (true) {", "    List.of();", "", "    return;", "}"))
                .isEmpty();
        assertThat(problem("", "  if (true) {", "      List.of();", "   ", "      return;"))
                .isEmpty();
        assertThat(problem("    return;", "}")).isEmpty();
        assertThat(problem("}", "}"))
                .hasValueSatisfying(problem -> assertThat(problem).contains("agrees with SomeTest.java from line 10"));
    }

    @Test
    void aLineThatDiffersIsShownWithThatOfTheTest() {
        assertThat(problem("if (true) {", "    List.of(1);"))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("SomeTest.java from line 6", "List.of(1);", "line 7 of the test", "List.of();"));
        assertThat(problem("if (true) {", "    return;", "}")).isPresent();
        assertThat(problem("if (true) {", "List.of();")).isPresent();
        assertThat(problem("while (true) {"))
                .hasValueSatisfying(problem -> assertThat(problem).contains("is in no test: write one"));
    }

    @Test
    void importsMustBeThoseOfTheTestThatHasTheCode() {
        assertThat(problem("import java.util.List;", "", "List.of();")).isEmpty();
        assertThat(problem("import java.util.List;")).isEmpty();
        assertThat(problem("import java.util.Set;", "", "List.of();"))
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("SomeTest.java", "[import java.util.Set;]"));
    }

    @Test
    void whatStandsInACommentOrATextIsNotCompiled() {
        List<String> source = """
                /* one();
                two(); */
                three("/*"); // /*
                four(\"""
                    five();
                    \\\"""
                    six(\""");
                seven('"');
                /** eight(); */
                nine();
                """.lines().toList();

        assertThat(CodeLines.of(source)).isEqualTo(bits(0, 2, 3, 7, 8, 9));
    }

    private static BitSet bits(int... lines) {
        BitSet bits = new BitSet();
        for (int line : lines) {
            bits.set(line);
        }
        return bits;
    }

    @Test
    void anEmptyBlockIsAProblem() {
        assertThat(problem("", " ")).hasValue("is empty");
    }

    @Test
    void blocksAreFoundInListsAndBehindLongFences() throws IOException {
        MarkdownPage page = page("""
                1. A list
                   ```java
                   one();
                     two();
                   ```
                ````text
                ```java
                ````
                ~~~
                no language
                ~~~
                ```bash
                never ends
                """);

        assertThat(page.blocks())
                .containsExactly(
                        new MarkdownPage.Block("java", 2, List.of("one();", "  two();")),
                        new MarkdownPage.Block("text", 6, List.of("```java")),
                        new MarkdownPage.Block("", 9, List.of("no language")),
                        new MarkdownPage.Block("bash", 12, List.of("never ends")));
        assertThat(page.problems()).singleElement().asString().contains("page.md:12", "does not end");
    }

    @Test
    void linksThatLeadNowhereAreFound() throws IOException {
        Files.writeString(folder.resolve("other.md"), """
                # A title, with `code` & more
                ## Twice
                ## Twice
                ```bash
                # no heading
                ```
                """);
        MarkdownPage page = page("""
                # Here
                [good](other.md#a-title-with-code--more) [good](other.md#twice-1) [good](#here) [good](.)
                [web](https://example.org/none) `[code](none.md)`
                ```text
                [block](none.md)
                ```
                [gone](none.md) [`gone`](other.md#no-heading) [gone](other.md#twice-2 "title")
                ![gone](none.png) [gone](../other.md) [gone](/other.md)
                [label]: none.txt
                """);

        assertThat(new Links(folder).problems(page))
                .containsExactly(
                        "page.md:7: none.md leads to no file",
                        "page.md:7: other.md#no-heading leads to no heading;"
                                + " there are [a-title-with-code--more, twice, twice-1]",
                        "page.md:7: other.md#twice-2 leads to no heading;"
                                + " there are [a-title-with-code--more, twice, twice-1]",
                        "page.md:8: none.png leads to no file",
                        "page.md:8: ../other.md leads out of the repository",
                        "page.md:8: /other.md is not relative to this page",
                        "page.md:9: none.txt leads to no file");
    }

    private Optional<String> problem(String... lines) {
        return tests.problem(new MarkdownPage.Block("java", 1, List.of(lines)));
    }

    private MarkdownPage page(String text) throws IOException {
        return MarkdownPage.read(Files.writeString(folder.resolve("page.md"), text));
    }
}
