package io.github.langchain4j.ptc.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the user's guide shows is compiled and run: each Java block of {@code docs/guide} stands in one of the tests of
 * this package, or in that of a sandbox or of Bedrock, line by line, and each of the Quarkus extension's pages in the
 * application of its integration tests. Links of all pages lead somewhere.
 */
class GuideTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();
    private static final Path SOURCES = Path.of("src/test/java/io/github/langchain4j/ptc/guide");
    private static final Path OF_DOCKER =
            ROOT.resolve("langchain4j-ptc/docker/src/test/java/io/github/langchain4j/ptc/docker/DockerGuideTest.java");
    private static final Path OF_BEDROCK = ROOT.resolve(
            "langchain4j-ptc/bedrock/src/test/java/io/github/langchain4j/ptc/bedrock/BedrockGuideTest.java");
    private static final Path OF_AGENTCORE = ROOT.resolve(
            "langchain4j-ptc/agentcore/src/test/java/io/github/langchain4j/ptc/agentcore/AgentCoreGuideTest.java");
    private static final Path OF_QUARKUS = ROOT.resolve("quarkus-extension/integration-tests/src");
    private static final List<String> LANGUAGES =
            List.of("java", "properties", "bash", "xml", "python", "text", "json", "yaml", "mermaid");

    @Test
    void theJavaOfTheGuideIsThatOfTheTests() throws IOException {
        List<Path> sources = new ArrayList<>(files(SOURCES, ".java"));
        sources.add(OF_DOCKER);
        sources.add(OF_BEDROCK);
        sources.add(OF_AGENTCORE);
        sources.addAll(files(OF_QUARKUS, ".java"));
        CodeInTests tests = new CodeInTests(sources);
        List<String> problems = new ArrayList<>();
        for (MarkdownPage page : guide()) {
            for (MarkdownPage.Block block : page.blocks()) {
                if (block.language().equals("java")) {
                    tests.problem(block)
                            .ifPresent(problem -> problems.add(place(page, block.line()) + ": the Java block that"
                                    + " begins with\n    " + block.firstLine() + "\n" + problem + "."));
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void blocksOfTheGuideHaveALanguageAndAContent() throws IOException {
        List<String> problems = new ArrayList<>();
        for (MarkdownPage page : guide()) {
            problems.addAll(page.problems());
            for (MarkdownPage.Block block : page.blocks()) {
                if (!LANGUAGES.contains(block.language())) {
                    problems.add(place(page, block.line()) + ": name the block's language after its ```, one of "
                            + LANGUAGES);
                }
                if (block.isEmpty()) {
                    problems.add(place(page, block.line()) + ": this block is empty");
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void dependenciesOfTheGuideAreArtifactsOfThisBuild() throws IOException {
        String parent = Files.readString(ROOT.resolve("pom.xml"));
        String version = group(parent, "<artifactId>langchain4j-ptc-parent</artifactId>\\s*<version>([^<]+)</version>");
        List<String> artifacts = new ArrayList<>();
        for (String modules : List.of("langchain4j-ptc", "quarkus-extension")) {
            for (Path pom : files(ROOT.resolve(modules), "pom.xml")) {
                artifacts.add(group(Files.readString(pom), "</parent>\\s*<artifactId>([^<]+)</artifactId>"));
            }
        }
        Pattern dependency = Pattern.compile("<groupId>io\\.github\\.langchain4j-ptc</groupId>\\s*"
                + "<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
        for (MarkdownPage page : guide()) {
            for (MarkdownPage.Block block : page.blocks()) {
                List<MatchResult> found = dependency
                        .matcher(String.join("\n", block.lines()))
                        .results()
                        .toList();
                assertThat(found).as(place(page, block.line())).allSatisfy(match -> {
                    assertThat(artifacts).contains(match.group(1));
                    assertThat(match.group(2)).isEqualTo(version);
                });
            }
        }
    }

    @Test
    void linksLeadToFilesAndHeadingsThatExist() throws IOException {
        List<Path> files = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        files.addAll(files(ROOT.resolve("quarkus-extension/docs"), ".md"));
        for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
            files.add(ROOT.resolve(page));
        }
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            problems.addAll(new Links(ROOT).problems(MarkdownPage.read(file)));
        }
        assertThat(problems).isEmpty();
    }

    private static List<MarkdownPage> guide() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        for (String folder : List.of("docs/guide", "quarkus-extension/docs")) {
            for (Path file : files(ROOT.resolve(folder), ".md")) {
                pages.add(MarkdownPage.read(file));
            }
        }
        return pages;
    }

    /** Never none. */
    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.toString().replace('\\', '/').contains("/target/"))
                    .sorted()
                    .toList();
            assertThat(found).as(suffix + " files in " + folder).isNotEmpty();
            return found;
        }
    }

    private static String place(MarkdownPage page, int line) {
        return ROOT.relativize(page.file()) + ":" + line;
    }

    private static String group(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(pattern + " is not in\n" + text));
    }
}
