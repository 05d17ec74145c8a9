package io.github.langchain4j.ptc.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What the tests of the guide's pages share: a sandbox, and what the page says in other words than Java. */
abstract class PageFixture {

    static final Path GUIDE =
            Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/guide");

    static Sandbox sandbox;

    @BeforeAll
    static void openASandbox() {
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void closeIt() {
        sandbox.close();
    }

    /** The blocks of a page in a language, in their order, each without its last line break. */
    static List<String> blocks(String page, String language) throws IOException {
        return MarkdownPage.read(GUIDE.resolve(page)).blocks().stream()
                .filter(block -> block.language().equals(language))
                .map(block -> String.join("\n", block.lines()))
                .toList();
    }

    /** Fails unless the page shows the text in a block of the language. */
    static void assertShown(String page, String language, String text) throws IOException {
        assertThat(blocks(page, language)).as("%s blocks of %s", language, page).contains(text.stripTrailing());
    }

    /** The rows of the table whose first column has this title, without title and rule. */
    static List<List<String>> table(String page, String title) throws IOException {
        List<String> lines = Files.readAllLines(GUIDE.resolve(page));
        int start = 0;
        while (!lines.get(start).startsWith("| " + title + " |")) {
            start++;
        }
        return lines.subList(start + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(PageFixture::cells)
                .toList();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.strip().substring(1).split("(?<!\\\\)\\|"))
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }

    /** A cell without its code marks. */
    static String plain(String cell) {
        return cell.replace("`", "");
    }
}
