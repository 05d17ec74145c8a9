package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnnamedParametersTest {

    private static final String SOURCE = """
            package acme;

            import dev.langchain4j.agent.tool.Tool;
            import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
            import io.github.langchain4j.ptc.quarkus.test.EchoModel;
            import io.quarkiverse.langchain4j.RegisterAiService;
            import jakarta.enterprise.context.ApplicationScoped;

            @ApplicationScoped
            class Orders {
                @Tool
                String find(String customer, int limit) {
                    return customer;
                }

                @Tool
                String one(String customer) {
                    return customer;
                }

                @Tool
                String all() {
                    return "";
                }
            }

            @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
            interface Assistant {
                String chat(String question);
            }
            """;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> {
                archive.addClasses(EchoModel.class);
                Sources.compile(archive, SOURCE, "-g:none");
            })
            .assertException(thrown -> assertThat(thrown)
                    .hasMessageContaining("acme.Orders.find, acme.Orders.one")
                    .hasMessageContaining("-parameters")
                    .message()
                    .doesNotContain("acme.Orders.all"));

    @Test
    void toolsWhoseParametersHaveNoNamesFailTheBuild() {}
}
