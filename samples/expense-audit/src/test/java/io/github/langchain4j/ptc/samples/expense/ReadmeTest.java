package io.github.langchain4j.ptc.samples.expense;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the project's README shows must be true. */
class ReadmeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    @TempDir
    private Path folder;

    @Test
    void its_java_compiles() throws IOException {
        List<String> snippets = blocks(readme(), "java");
        assertThat(snippets).hasSizeGreaterThan(1);
        for (String snippet : snippets) {
            assertThat(compile(source(snippet))).as(snippet).isEmpty();
        }
    }

    /** What a block does not declare is there around it. */
    private static String source(String snippet) {
        String imports = lines(snippet, true);
        return imports + """

                import io.github.langchain4j.ptc.samples.expense.company.Company;
                import io.github.langchain4j.ptc.samples.expense.company.ExpenseTools;
                import java.util.concurrent.Executor;

                class Snippet {
                    static dev.langchain4j.model.chat.ChatModel model;
                    static io.github.langchain4j.ptc.sandbox.Sandbox sandbox;

                    static void run(String key, Company company, Executor executor) {
                """ + lines(snippet, false) + "\n    }\n}\n";
    }

    @Test
    void its_quick_start_has_two_commands_each_on_a_line_of_its_own() throws IOException {
        String quickStart = readme().split("## Quick start")[1].split("\n## ")[0];

        List<String> commands = Pattern.compile("```\n([^\n]+)\n```")
                .matcher(quickStart)
                .results()
                .map(command -> command.group(1))
                .toList();

        assertThat(commands).containsExactly("samples/expense-audit/run", "mvn -B verify");
    }

    /** All but times, and the lines that are drawn otherwise without Unicode. */
    @Test
    void its_output_of_the_sample_is_what_the_sample_prints() throws IOException {
        String readme = readme();

        CommandLine run = CommandLine.run();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.contains("---"))
                        .filter(line -> !line.contains(" ms") && !line.contains("(ms)")))
                .hasSizeGreaterThan(50)
                .allSatisfy(line -> assertThat(readme).contains("\n" + line + "\n"));
    }

    @Test
    void its_links_lead_somewhere() throws IOException {
        for (String page : List.of("README.md", "docs/README.md", "samples/expense-audit/README.md")) {
            Path file = ROOT.resolve(page);
            Matcher link = Pattern.compile("]\\(([^)#:]+)\\)").matcher(Files.readString(file));
            while (link.find()) {
                assertThat(file.resolveSibling(link.group(1))).as(page).exists();
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static List<String> blocks(String text, String language) {
        return Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String lines(String code, boolean imports) {
        return code.lines()
                .filter(line -> line.startsWith("import ") == imports)
                .collect(Collectors.joining("\n"));
    }

    private List<String> compile(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            List<String> options =
                    List.of("-d", folder.toString(), "-classpath", System.getProperty("java.class.path"));
            compiler.getTask(null, files, diagnostics, options, null, List.of(file))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString)
                .toList();
    }
}
