package io.github.langchain4j.ptc.guide;

import static io.github.langchain4j.ptc.testkit.ScriptedChatModel.lastResults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.tool.ToolExecution;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page docs/guide/files.md. */
@RequiresPython
@Timeout(60)
class FilesTest extends PageFixture {

    private static final String PAGE = "files.md";
    private static final String PROGRAM = """
            with open("output/unpaid.csv", "w") as file:
                for order in await findOrders("Bob"):
                    file.write(f"{order['id']},{order['cents']}\\n")
            """;

    @TempDir
    private Path folder;

    interface Assistant {

        Result<String> chat(String question);
    }

    record Downloads(Path folder) implements PtcListener {

        @Override
        public void programEnded(String session, ProgramReport report) {
            try {
                for (OutputFile file : report.files()) {
                    file.saveTo(folder.resolve(session));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("A file of a program is lost", e);
            }
        }
    }

    @Test
    void aListenerSavesTheFiles() throws IOException {
        assertShown(PAGE, "python", PROGRAM);
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program(PROGRAM)
                        .expect(request -> assertThat(lastResults(request))
                                .singleElement()
                                .asString()
                                .contains("Files: unpaid.csv (16 bytes)"))
                        .answer("Here it is.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .listener(new Downloads(folder))
                        .build()) {
            assertThat(ptc.chat("Which of Bob's orders are unpaid?")).isEqualTo("Here it is.");
        }
        try (Stream<Path> saved = Files.walk(folder)) {
            assertThat(saved.filter(Files::isRegularFile)).singleElement().satisfies(file -> {
                assertThat(file).hasFileName("unpaid.csv").hasContent("B1,3000\nB2,4500\n");
                assertThat(file.getParent().getParent()).isEqualTo(folder);
            });
        }
    }

    static List<OutputFile> files(Result<String> answer) {
        return answer.toolExecutions().stream()
                .map(ToolExecution::resultObject)
                .filter(ProgramReport.class::isInstance)
                .flatMap(report -> ((ProgramReport) report).files().stream())
                .toList();
    }

    @Test
    void theAnswerOfAServiceHasThem() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program(PROGRAM)
                        .answer("Here it is.")
                        .build();
                CodeExecution code = CodeExecution.of(sandbox)) {
            Assistant assistant = PtcAiServices.builder(Assistant.class, code)
                    .chatModel(model)
                    .tools(new Orders())
                    .build();
            assertThat(files(assistant.chat("Which of Bob's orders are unpaid?")))
                    .extracting(OutputFile::path)
                    .containsExactly("unpaid.csv");
        }
    }

    @Test
    void theModelSeesImages() {
        try (ScriptedChatModel model = ScriptedChatModel.builder()
                        .program("open('output/chart.png', 'wb').write(b'\\x89PNG\\r\\n\\x1a\\n...')")
                        .expect(FilesTest::hasAnImage)
                        .answer("It rises.")
                        .build();
                PtcChatModel ptc = PtcChatModel.builder()
                        .model(model)
                        .sandbox(sandbox)
                        .tools(new Orders())
                        .imagesToModel(ImagesToModel.inToolResults())
                        .build()) {
            assertThat(ptc.chat("Draw and describe it.")).isEqualTo("It rises.");
        }
    }

    private static void hasAnImage(ChatRequest request) {
        List<?> messages = request.messages();
        ToolExecutionResultMessage result = (ToolExecutionResultMessage) messages.get(messages.size() - 1);
        assertThat(result.contents()).hasSize(2).last().isInstanceOf(ImageContent.class);
    }

    @Test
    void thePageNamesTheLimitsInForce() throws IOException {
        assertThat(Files.readString(GUIDE.resolve(PAGE)))
                .contains(
                        "At most " + ImagesToModel.NONE.images() + " images for a question, of "
                                + (ImagesToModel.NONE.imageBytes() >> 20) + " MiB each",
                        "32 for a program, and 16 MiB together");
    }
}
