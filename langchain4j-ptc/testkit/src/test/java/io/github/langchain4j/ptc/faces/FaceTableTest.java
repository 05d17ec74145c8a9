package io.github.langchain4j.ptc.faces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/faces.md} says what tests prove, and nothing else. */
class FaceTableTest {

    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/faces.md");
    private static final String BEGIN = "<!-- Generated from tests with @Cell; see CONTRIBUTING.md. -->\n\n";
    private static final String END = "\n\n<!-- End of what is generated. -->";

    @Test
    void everyCellIsProvenByATest() throws IOException {
        assertThat(FaceTable.ofThisModule().missing())
                .as("cells without a test: put @Cell on the test that proves them")
                .isEmpty();
    }

    @Test
    void cellsSayOneThingAndStandOnTestsThatRun() throws IOException {
        assertThat(FaceTable.ofThisModule().problems()).isEmpty();
    }

    @Test
    void thePageHasTheTableOfTheTests() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END, begin);
        assertThat(page.contains(BEGIN) && end >= 0)
                .as(PAGE + " has the lines " + BEGIN + "and" + END)
                .isTrue();
        String table = FaceTable.ofThisModule().markdown();
        if (Boolean.getBoolean("ptc.write-docs")) {
            Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
        } else {
            assertThat(page.substring(begin, end))
                    .as("the table in docs/faces.md: run this test with -Dptc.write-docs=true")
                    .isEqualTo(table);
        }
    }
}
