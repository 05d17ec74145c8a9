package io.github.langchain4j.ptc.quarkus.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static final Path GENERATED = Path.of("target/quarkus-generated-doc/config/quarkus-langchain4j-ptc.md");
    private static final Path COMMITTED = Path.of("../docs/configuration.md");

    private static final String BEGINNING = """
            # Configuration

            <!-- Generated from the sources; a test compares it with them. To write it anew:
            mvn test -pl quarkus-extension/runtime -Dtest=ConfigurationReferenceTest -Dptc.write-reference -->

            All keys of the extension, with their defaults.

            """;

    /** With {@code -Dptc.write-reference} it writes the reference. */
    @Test
    void theCommittedReferenceIsThatOfTheSources() throws IOException {
        String reference = BEGINNING + Files.readString(GENERATED).strip().replaceAll("[ \\t]+\n", "\n") + "\n";
        if (System.getProperty("ptc.write-reference") != null) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, reference);
        }

        assertThat(COMMITTED)
                .as("the reference; write it anew with -Dptc.write-reference")
                .hasContent(reference);
    }
}
