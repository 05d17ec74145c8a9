package io.github.langchain4j.ptc.faces;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.faces.Face.THROUGH_CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.faces.FaceTable.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/faces.md} says what tests prove, and nothing else. */
class FaceTableTest {

    private static final Path PAGE =
            Path.of("").toAbsolutePath().getParent().getParent().resolve("docs/faces.md");
    private static final String BEGIN = "<!-- Generated from tests with @Cell; see CONTRIBUTING.md. -->\n\n";
    private static final String END = "\n\n<!-- End of what is generated. -->";

    /** Cells that no test proves yet. Only ever take away from them. */
    private static final Map<Face, Set<Feature>> MISSING = Map.of(
            CODE_TOOL, EnumSet.allOf(Feature.class),
            THROUGH_CALLER, EnumSet.allOf(Feature.class));

    @Test
    void everyCellButThoseOfTheListIsProvenByATest() throws IOException {
        Set<Place> known = new TreeSet<>();
        MISSING.forEach((face, features) -> features.forEach(feature -> known.add(new Place(face, feature))));

        Set<Place> missing = FaceTable.ofThisModule().missing();

        assertThat(difference(missing, known))
                .as("cells without a test: put @Cell on the test that proves them")
                .isEmpty();
        assertThat(difference(known, missing))
                .as("cells that have a test now: take them from MISSING")
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

    private static Set<Place> difference(Set<Place> from, Set<Place> without) {
        Set<Place> rest = new TreeSet<>(from);
        rest.removeAll(without);
        return rest;
    }
}
