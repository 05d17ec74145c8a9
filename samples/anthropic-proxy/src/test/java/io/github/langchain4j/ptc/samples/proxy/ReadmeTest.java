package io.github.langchain4j.ptc.samples.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the README works. */
@ExtendWith(Fixture.Shared.class)
class ReadmeTest {

    private static final String ANSWER = "Together they have spent 166 USD.";

    private final Fixture fixture;

    ReadmeTest(Fixture fixture) {
        this.fixture = fixture;
    }

    private static String block(String language) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String begin = "```" + language + "\n";
        assertThat(readme).containsOnlyOnce(begin);
        int from = readme.indexOf(begin) + begin.length();
        return readme.substring(from, readme.indexOf("\n```", from) + 1);
    }

    @Test
    void curlGetsTheAnswer(@TempDir Path folder) throws Exception {
        Requirement.CURL.check("curl", "--version");
        Requirement.CURL.check("jq", "--version");
        Process process = environment(new ProcessBuilder("bash", "-euo", "pipefail", "-c", block("bash"))
                        .directory(folder.toFile())
                        .redirectErrorStream(true))
                .start();
        assertThat(lines(process))
                .hasSize(3)
                .endsWith(ANSWER)
                .first()
                .asString()
                .contains("code_execution_20260120");
    }

    @Test
    void javaGetsTheAnswer() throws Exception {
        String source = Files.readString(Path.of("src", "test", "java", "AskForOrders.java"));
        assertThat(block("java")).isEqualTo(source);
        Process process = environment(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "AskForOrders")
                        .redirectErrorStream(true))
                .start();
        assertThat(lines(process)).endsWith(ANSWER);
    }

    @Test
    void typeScriptGetsTheAnswer() throws Exception {
        Requirement.NPM.check("npm", "--version");
        NodeSdkTest.install();
        Path script = Files.writeString(NodeSdkTest.FOLDER.resolve("orders.mjs"), block("ts"));
        String output = NodeSdkTest.run(List.of("node", script.toString()), fixture.url(), Fixture.ALICE);
        assertThat(output.strip()).isEqualTo(ANSWER);
    }

    private ProcessBuilder environment(ProcessBuilder builder) {
        builder.environment().put("ANTHROPIC_BASE_URL", fixture.url());
        builder.environment().put("ANTHROPIC_API_KEY", Fixture.ALICE);
        return builder;
    }

    private static List<String> lines(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEPLOYMENT.md", "deployment/nginx.conf", "image/build", "run"})
    void whatIsNamedExists(String file) {
        assertThat(Path.of(file)).exists();
    }

    @Test
    void allSettingsAreDescribedWithTheirDefaults() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        Settings.of(io.github.langchain4j.ptc.samples.proxy.config.ProxyConfig.class, "")
                .forEach((name, value) -> assertThat(readme.lines()
                                .filter(line -> line.startsWith("| `" + name + "` |"))
                                .toList())
                        .as(name)
                        .hasSize(1)
                        .allSatisfy(line -> assertThat(line).contains(value)));
    }
}
