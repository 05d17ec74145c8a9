package io.github.langchain4j.ptc.quarkus.test.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.QuarkusDevModeTest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DevModeTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RunningApplication APPLICATION = new RunningApplication();

    @RegisterExtension
    static final QuarkusDevModeTest SOURCES = APPLICATION.with("quarkus.langchain4j.ptc.sandbox.warm.min-idle=1");

    @Test
    void theModelSeesToolsAsTheyAreNow() {
        assertThat(APPLICATION.run("c", "sum(o.total for o in findOrders('c7'))"))
                .isEqualTo("42.0");
        assertThat(APPLICATION.offered()).contains("Orders of a customer").doesNotContain("paid", "greet");

        SOURCES.modifySourceFile(
                Orders.class,
                source -> source.replace("Orders of a customer", "What somebody bought")
                        .replace("double total", "double total, boolean paid")
                        .replace("10)", "10, true)")
                        .replace("32)", "32, false)")
                        .replace(
                                "// more tools",
                                "@Tool(\"Says hello\") public String greet(String name) { return name; }"));
        assertThat(APPLICATION.run("c", "greet('you'), [o['paid'] for o in findOrders('c7')]"))
                .isEqualTo("[\"you\",[true,false]]");
        assertThat(APPLICATION.offered())
                .contains("What somebody bought", "paid: bool", "def greet(name: str)")
                .doesNotContain("Orders of a customer");

        SOURCES.modifySourceFile(Orders.class, source -> source.replace("@Tool(\"Says hello\") ", ""));
        assertThat(APPLICATION.run("c", "greet('you')")).contains("NameError");
        assertThat(APPLICATION.offered()).contains("findOrders").doesNotContain("greet");
    }

    @Test
    void interpretersThatAreReadyOutliveAReloadAndSessionsDoNot() {
        APPLICATION.run("c", "x = 1");
        assertThat(APPLICATION.run("c", "x")).isEqualTo("1");
        CompletableFuture<String> endless = APPLICATION.begin("d", "while True: pass");
        await().atMost(SOON)
                .until(() -> interpreters().size() == 3 && APPLICATION.ready().equals("1"));
        Set<String> before = interpreters();
        String sandbox = APPLICATION.sandbox();

        SOURCES.modifySourceFile(
                Orders.class, source -> source.replace("Orders of a customer", "What somebody bought"));
        assertThat(APPLICATION.sandbox()).isEqualTo(sandbox);
        assertThat(endless).succeedsWithin(SOON);
        assertThat(interpreters()).as("interpreters of before").hasSize(1).isSubsetOf(before);
        assertThat(APPLICATION.run("c", "x")).contains("NameError");

        SOURCES.modifyResourceFile("application.properties", settings -> settings.replace("min-idle=1", "min-idle=2"));
        assertThat(APPLICATION.sandbox()).isNotEqualTo(sandbox);
        await().atMost(SOON).until(() -> APPLICATION.ready().equals("2"));
        assertThat(interpreters()).hasSize(2);
    }

    @AfterAll
    static void interpretersEndWithDevMode() {
        assertThat(interpreters()).isEmpty();
    }

    /** The threads of the interpreters that there are. Their numbers go up in each sandbox. */
    private static Set<String> interpreters() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("ptc-embedded-\\d+"))
                .collect(Collectors.toSet());
    }
}
