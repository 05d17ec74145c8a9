package io.github.langchain4j.ptc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said of a catalogue that is too large to be shown. */
class ToolGroupsTest {

    private static List<String> groups(String... names) {
        return ToolGroups.of(Arrays.asList(names)).lines().toList();
    }

    private static Stream<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + (char) ('a' + i / 26) + (char) ('a' + i % 26));
    }

    @Test
    void names_of_one_beginning_are_a_group_and_single_ones_come_together() {
        assertThat(groups("jira_get", "github_push", "ping", "github_pull", "jira_find", "slack_post"))
                .containsExactly(
                        "- * (2): ping, slack_post",
                        "- github_* (2): github_pull, github_push",
                        "- jira_* (2): jira_find, jira_get");
    }

    @Test
    void servers_are_told_by_double_underscores_and_verbs_by_capitals() {
        assertThat(groups("mcp__git__log", "mcp__git__show", "mcp__web__get_page", "mcp__web__get_text"))
                .containsExactly(
                        "- mcp__git__* (2): mcp__git__log, mcp__git__show",
                        "- mcp__web__* (2): mcp__web__get_page, mcp__web__get_text");
        assertThat(groups("findOrders", "findUsers", "getUser"))
                .containsExactly("- * (1): getUser", "- find* (2): findOrders, findUsers");
    }

    @Test
    void without_common_beginnings_there_is_one_group() {
        assertThat(groups("c", "a", "filter_", "b")).containsExactly("- * (4): a, b, c, filter_");
        assertThat(groups()).isEmpty();
    }

    @Test
    void of_many_names_some_from_all_over_are_shown() {
        assertThat(groups(numbered("x_", 20).toArray(String[]::new)))
                .containsExactly("- x_* (20): x_aa, x_ae, x_aj, x_ao, x_at, …");
    }

    @Test
    void a_beginning_that_nearly_all_have_is_divided() {
        List<String> names = new ArrayList<>(numbered("acme_orders_", 15).toList());
        numbered("acme_users_", 15).forEach(names::add);
        names.add("acme_ping");
        names.add("other");

        assertThat(ToolGroups.of(names).lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly("- * (1)", "- acme_* (1)", "- acme_orders_* (15)", "- acme_users_* (15)");
    }

    @Test
    void every_tool_is_counted_once_and_the_text_stays_small() {
        Random random = new Random(42);
        List<String> names = Stream.generate(() -> IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(i -> List.of("get", "list", "order", "user", "acme", "x" + random.nextInt(300))
                                .get(random.nextInt(6)))
                        .collect(Collectors.joining(random.nextInt(5) == 0 ? "__" : "_")))
                .distinct()
                .limit(800)
                .toList();
        String text = ToolGroups.of(names);

        int counted = text.lines()
                .map(line -> line.substring(line.indexOf('(') + 1, line.indexOf(')')))
                .mapToInt(Integer::parseInt)
                .sum();
        assertThat(counted).isEqualTo(names.size());
        assertThat(text).hasSizeLessThan(6_000);
    }

    @Test
    void the_order_of_tools_does_not_matter() {
        List<String> names = new ArrayList<>(numbered("a_", 30).toList());
        numbered("b__c__", 30).forEach(names::add);
        String expected = groupsOfCatalog(names);
        Collections.shuffle(names, new Random(7));

        assertThat(groupsOfCatalog(names))
                .isEqualTo(expected)
                .contains("- a_* (30): a_aa, ", "- b__c__* (30): b__c__aa, ");
    }

    private static String groupsOfCatalog(List<String> names) {
        ToolCatalog.Builder catalog = ToolCatalog.builder();
        names.forEach(name -> catalog.add(ToolSpecification.builder().name(name).build()));
        return catalog.build().groups();
    }
}
