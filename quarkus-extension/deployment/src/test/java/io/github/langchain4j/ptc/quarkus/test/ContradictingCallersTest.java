package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ContradictingCallersTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Refunds.class))
            .assertException(failure -> assertThat(failure)
                    .hasMessageContaining("Refunds.refund contradicts itself")
                    .hasMessageContaining("@AllowedCallers says [direct]")
                    .hasMessageContaining("@Tool has \"allowed_callers\": [direct, code]"));

    @ApplicationScoped
    static class Refunds {

        @Tool(value = "Refunds an order", metadata = "{\"allowed_callers\": [\"code\", \"direct\"]}")
        @AllowedCallers(Caller.DIRECT)
        String refund(String order) {
            return order;
        }
    }

    @Test
    void theApplicationIsNotBuilt() {
        Assertions.fail("The application was built");
    }
}
