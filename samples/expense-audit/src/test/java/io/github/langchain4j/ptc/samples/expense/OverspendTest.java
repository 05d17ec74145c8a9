package io.github.langchain4j.ptc.samples.expense;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverspendTest {

    private static final Overspend AMARA = person("E1003", "Amara Okafor", "7412.00", "5000.00");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E1003 | Amara Okafor | 7412.00 | 5000.00",
                "E1003 | Amara Okafor | 7412 | 5000",
                "E1003|Amara Okafor|7,412.00|5,000.00",
                "- E1003 | Amara Okafor | $7,412.00 | $5,000.00",
                "| E1003 | Amara Okafor | 7412.00 USD | 5000.00 USD |",
                "**E1003** | Amara Okafor | 7412.00 | 5000.00",
                "Here they are:\n\n| id | name | spent | budget |\n|---|---|---|---|\n| E1003 | Amara Okafor | 7412 | 5000 |"
            })
    void is_read_from_the_ways_in_which_models_write_lines(String answer) {
        assertThat(Overspend.same(Overspend.in(answer), List.of(AMARA))).isTrue();
        assertThat(Overspend.in(answer).get(0).name()).isEqualTo("Amara Okafor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Nobody.", "E1003 spent 7412.00", "E1003 | Amara Okafor", "id | name | spent | budget"})
    void is_not_read_from_anything_else(String answer) {
        assertThat(Overspend.in(answer)).isEmpty();
    }

    @Test
    void is_the_same_whatever_the_order_and_the_decimals() {
        Overspend hannah = person("E1034", "Hannah Weiss", "11286.00", "10000.00");
        Overspend brief = person("E1034", "H. Weiss", "11286", "10000");

        assertThat(Overspend.same(List.of(AMARA, hannah), List.of(brief, AMARA)))
                .isTrue();
    }

    @Test
    void is_not_the_same_with_another_sum_another_person_or_one_more() {
        Overspend other = person("E1003", "Amara Okafor", "7412.01", "5000.00");

        assertThat(Overspend.same(List.of(AMARA), List.of(other))).isFalse();
        assertThat(Overspend.same(List.of(AMARA), List.of())).isFalse();
        assertThat(Overspend.same(List.of(AMARA), List.of(AMARA, AMARA))).isFalse();
    }

    private static Overspend person(String id, String name, String amount, String limit) {
        return new Overspend(id, name, new BigDecimal(amount), new BigDecimal(limit));
    }
}
