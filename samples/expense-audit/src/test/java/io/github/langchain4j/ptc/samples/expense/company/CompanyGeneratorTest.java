package io.github.langchain4j.ptc.samples.expense.company;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompanyGeneratorTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"employees.json", "expenses.json", "budgets.json"})
    void writes_the_files_that_are_shipped_byte_for_byte(String file) throws IOException {
        CompanyGenerator.main(folder.toString());

        assertThat(Files.readAllBytes(folder.resolve(file))).isEqualTo(shipped(file));
    }

    @Test
    void writes_the_same_in_a_locale_with_other_digits() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            String expenses = CompanyGenerator.files().get("expenses.json");

            assertThat(expenses.getBytes(StandardCharsets.UTF_8)).isEqualTo(shipped("expenses.json"));
        } finally {
            Locale.setDefault(before);
        }
    }

    private static byte[] shipped(String file) throws IOException {
        try (InputStream in = CompanyGeneratorTest.class.getResourceAsStream("/data/" + file)) {
            return in.readAllBytes();
        }
    }
}
