package io.github.langchain4j.ptc.faces;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.faces.FaceTable.Place;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** The table finds what is wrong with cells, here with those of classes that JUnit does not run. */
class FaceTableChecksTest {

    abstract static class Agreeing {

        @Test
        @Cell(face = Face.DIRECT, feature = Feature.MODERATION, says = "none")
        @Cell(face = Face.STREAMING, feature = Feature.MODERATION, says = "`yes`, always")
        void one() {}

        @Test
        @Cell(face = Face.DIRECT, feature = Feature.MODERATION, says = "none")
        void two() {}
    }

    abstract static class Contradicting {

        @Test
        @Cell(face = Face.DIRECT, feature = Feature.MODERATION, says = "yes")
        void three() {}
    }

    abstract static class Unproven {

        @Cell(face = Face.DIRECT, feature = Feature.EVENTS, says = "none")
        void noTest() {}

        @Test
        @Disabled("made up")
        @Cell(face = Face.DIRECT, feature = Feature.CALLBACKS, says = "none")
        void neverRuns() {}

        @Test
        @Cell(face = Face.DIRECT, feature = Feature.ROUNDS, says = "a | b")
        void breaksTheTable() {}
    }

    @Test
    void testsOfOneCellThatAgreeMakeOneText() {
        FaceTable table = new FaceTable(List.of(Agreeing.class));

        assertThat(table.problems()).isEmpty();
        assertThat(table.markdown())
                .contains("\n| " + Feature.MODERATION.title() + " | – | – | – | `yes`, always | none |\n");
        assertThat(table.missing())
                .hasSize(Face.values().length * Feature.values().length - 2)
                .doesNotContain(new Place(Face.DIRECT, Feature.MODERATION))
                .contains(new Place(Face.IN_PROCESS, Feature.MODERATION));
    }

    @Test
    void twoTextsForOneCellAreAProblemThatNamesTheTests() {
        assertThat(new FaceTable(List.of(Agreeing.class, Contradicting.class)).problems())
                .singleElement()
                .asString()
                .contains("DIRECT", "MODERATION", "Agreeing.one", "Agreeing.two", "Contradicting.three", "none", "yes");
    }

    @Test
    void aCellOnWhatIsNotRunIsAProblem() {
        assertThat(new FaceTable(List.of(Unproven.class)).problems())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("noTest", "is no test"),
                        problem -> assertThat(problem).contains("neverRuns", "disabled"),
                        problem -> assertThat(problem).contains("breaksTheTable", "|"));
    }
}
