package io.github.langchain4j.ptc.codetool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class MiddleCutTest {

    @Test
    void shortTextsStay() {
        assertThat(MiddleCut.of("abc", 1000)).isEqualTo("abc");
        assertThat(MiddleCut.of("x".repeat(1000), 1000)).hasSize(1000);
    }

    @Test
    void longTextsKeepBothEndsAndTellTheirSize() {
        String cut = MiddleCut.of("begin" + "x".repeat(1_000_000) + "end", 1000);
        assertThat(cut)
                .startsWith("begin")
                .endsWith("end")
                .contains("characters left out")
                .contains("of 1,000,008")
                .hasSizeLessThanOrEqualTo(1000);
    }

    @Test
    void theSizesAreRight() {
        String cut = MiddleCut.of("x".repeat(12_345), 1000);
        long kept = cut.chars().filter(c -> c == 'x').count();
        assertThat(cut).contains(String.format(Locale.ROOT, "… %,d of 12,345 characters", 12_345 - kept));
    }

    @Test
    void charactersAreNeverSplit() {
        String smileys = "😀".repeat(5_000);
        for (int limit = 300; limit < 310; limit++) {
            String cut = MiddleCut.of(smileys, limit);
            for (int i = 0; i < cut.length(); i++) {
                if (Character.isSurrogate(cut.charAt(i))) {
                    assertThat(Character.isHighSurrogate(cut.charAt(i))).isTrue();
                    assertThat(Character.isLowSurrogate(cut.charAt(++i))).isTrue();
                }
            }
        }
    }
}
