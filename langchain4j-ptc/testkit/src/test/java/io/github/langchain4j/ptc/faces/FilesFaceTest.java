package io.github.langchain4j.ptc.faces;

import static io.github.langchain4j.ptc.faces.Face.CODE_TOOL;
import static io.github.langchain4j.ptc.faces.Face.DIRECT;
import static io.github.langchain4j.ptc.faces.Face.IN_PROCESS;
import static io.github.langchain4j.ptc.faces.Face.STREAMING;
import static io.github.langchain4j.ptc.faces.Face.THROUGH_CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.ImageContent.DetailLevel;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.ToolExecutedEventListener;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import io.github.langchain4j.ptc.CodeExecution;
import io.github.langchain4j.ptc.PtcAiServices;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.PtcModelBuilder;
import io.github.langchain4j.ptc.PtcStreamingChatModel;
import io.github.langchain4j.ptc.codetool.ImagesToModel;
import io.github.langchain4j.ptc.engine.OutputFile;
import io.github.langchain4j.ptc.program.ProgramReport;
import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.RequiresPython;
import io.github.langchain4j.ptc.testkit.ScriptBuilder;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs write to their output folder, in each face: as files for the application, as images for the model. */
@RequiresPython
@Timeout(120)
class FilesFaceTest {

    private static final String LISTENER = "`PtcListener.programEnded` gets them, on the thread of the call";
    private static final String IMAGES =
            "with `imagesToModel(…)`, while the question is answered; the history keeps only the names of files";
    private static final String OWED_DRAWN = """
            import os
            with open("output/chart.png", "wb") as file:
                file.write(b"\\x89PNG\\r\\n\\x1a\\n" + bytes(range(256)))
            with open("output/data.csv", "w") as file:
                file.write(f"Ann,{owed('Ann')}")
            "drawn\"""";
    private static final ImageContent CHART =
            ImageContent.from(Base64.getEncoder().encodeToString(chart()), "image/png", DetailLevel.AUTO);

    interface Assistant {

        Result<String> chat(String question);
    }

    interface Streaming {

        TokenStream chat(String question);
    }

    static final class Debts {

        @Tool("What a person owes")
        int owed(String person) {
            return person.length() * 100;
        }
    }

    private static LocalPythonSandbox sandbox;

    private final Queue<OutputFile> files = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final PtcListener listener = new PtcListener() {
        @Override
        public void programEnded(String session, ProgramReport report) {
            files.addAll(report.files());
            threads.add(Thread.currentThread());
        }
    };

    @BeforeAll
    static void start() {
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static byte[] chart() {
        byte[] chart = new byte[8 + 256];
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 0, chart, 0, 8);
        for (int i = 0; i < 256; i++) {
            chart[8 + i] = (byte) i;
        }
        return chart;
    }

    /** A model that draws, looks at what it drew, and is asked once more. */
    private static <B extends ScriptBuilder<B>> B drawing(B script, Consumer<ChatRequest> look) {
        return script.program(OWED_DRAWN)
                .expect(look)
                .answer("It is a chart.")
                .expect(FilesFaceTest::remembersNoImages)
                .answer("It was a chart.");
    }

    private static void seesTheImageInTheResult(ChatRequest request) {
        ToolExecutionResultMessage result = (ToolExecutionResultMessage) last(request.messages());
        assertThat(result.contents()).hasSize(2).endsWith(CHART);
        assertThat(result.contents().get(0).toString())
                .contains("drawn", "Files: chart.png (264 bytes), data.csv (7 bytes)", "Images shown to you");
    }

    private static void seesTheImageInAUserMessage(ChatRequest request) {
        UserMessage message = (UserMessage) last(request.messages());
        assertThat(message.contents()).hasSize(2).endsWith(CHART);
        ChatMessage before = request.messages().get(request.messages().size() - 2);
        assertThat(((ToolExecutionResultMessage) before).text()).contains("drawn", "Images shown to you");
    }

    private static void remembersNoImages(ChatRequest request) {
        assertThat(request.messages().toString())
                .contains("drawn", "Files: chart.png")
                .doesNotContain("Images shown", CHART.image().base64Data());
    }

    private static ChatMessage last(List<ChatMessage> messages) {
        return messages.get(messages.size() - 1);
    }

    private void assertFiles() {
        assertThat(files).extracting(OutputFile::path).containsExactly("chart.png", "data.csv");
        assertThat(files.peek().content()).isEqualTo(chart());
    }

    private <B extends PtcModelBuilder<B>> B with(B builder, ImagesToModel images) {
        return builder.sandbox(sandbox).listener(listener).imagesToModel(images);
    }

    /** Asks twice, so that the second question shows what is remembered. */
    private static void ask(AiServices<Assistant> service) {
        MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
        Assistant assistant = service.chatMemory(memory).build();
        assertThat(assistant.chat("Draw it.").content()).isEqualTo("It is a chart.");
        assertThat(assistant.chat("What was it?").content()).isEqualTo("It was a chart.");
        assertThat(ChatMessageSerializer.messagesToJson(memory.messages()))
                .doesNotContain(CHART.image().base64Data());
    }

    @Test
    @Cell(
            face = CODE_TOOL,
            feature = Feature.FILES,
            says =
                    "`Result.toolExecutions`: the `ProgramReport` of each program has them; a `PtcListener` gets them, too")
    @Cell(
            face = CODE_TOOL,
            feature = Feature.IMAGES,
            says = "with `imagesToModel(…)`, while the question is answered; chat memory and events get none")
    void inAServiceReportsHaveTheFilesAndTheModelSeesImages() {
        Queue<ToolExecutedEvent> events = new ConcurrentLinkedQueue<>();
        try (ScriptedChatModel model = drawing(ScriptedChatModel.builder(), FilesFaceTest::seesTheImageInTheResult)
                        .build();
                CodeExecution code = CodeExecution.builder()
                        .sandbox(sandbox)
                        .listener(listener)
                        .imagesToModel(ImagesToModel.inToolResults())
                        .build()) {
            MessageWindowChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
            Assistant assistant = PtcAiServices.builder(Assistant.class, code)
                    .chatModel(model)
                    .chatMemory(memory)
                    .tools(new Debts())
                    .registerListener((ToolExecutedEventListener) events::add)
                    .build();
            Result<String> answer = assistant.chat("Draw it.");
            ProgramReport report =
                    (ProgramReport) answer.toolExecutions().get(0).resultObject();
            assertThat(report.files()).extracting(OutputFile::path).containsExactly("chart.png", "data.csv");
            assistant.chat("What was it?");
            assertThat(ChatMessageSerializer.messagesToJson(memory.messages()))
                    .doesNotContain(CHART.image().base64Data());
        }
        assertFiles();
        assertThat(events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.resultText())
                        .doesNotContain(CHART.image().base64Data()));
    }

    @Test
    void aServiceCanShowThemInAUserMessage() {
        try (ScriptedChatModel model = drawing(ScriptedChatModel.builder(), FilesFaceTest::seesTheImageInAUserMessage)
                        .build();
                CodeExecution code = CodeExecution.builder()
                        .sandbox(sandbox)
                        .imagesToModel(ImagesToModel.inUserMessages())
                        .build()) {
            ask(PtcAiServices.builder(Assistant.class, code).chatModel(model).tools(new Debts()));
        }
    }

    @Test
    void aStreamingServiceShowsThem() throws Exception {
        try (ScriptedStreamingChatModel model = drawing(
                                ScriptedStreamingChatModel.builder(), FilesFaceTest::seesTheImageInTheResult)
                        .build();
                CodeExecution code = CodeExecution.builder()
                        .sandbox(sandbox)
                        .imagesToModel(ImagesToModel.inToolResults())
                        .build()) {
            Streaming assistant = PtcAiServices.builder(Streaming.class, code)
                    .streamingChatModel(model)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                    .tools(new Debts())
                    .build();
            assertThat(read(assistant.chat("Draw it."))).isEqualTo("It is a chart.");
            assertThat(read(assistant.chat("What was it?"))).isEqualTo("It was a chart.");
        }
    }

    @Test
    @Cell(face = IN_PROCESS, feature = Feature.FILES, says = LISTENER)
    @Cell(face = IN_PROCESS, feature = Feature.IMAGES, says = IMAGES)
    void aDecoratedModelTellsTheListenerAndSeesImages() {
        try (ScriptedChatModel model = drawing(ScriptedChatModel.builder(), FilesFaceTest::seesTheImageInTheResult)
                        .build();
                PtcChatModel ptc = with(PtcChatModel.builder(), ImagesToModel.inToolResults())
                        .model(model)
                        .tools(new Debts())
                        .build()) {
            ask(AiServices.builder(Assistant.class).chatModel(ptc));
        }
        assertFiles();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    @Cell(face = THROUGH_CALLER, feature = Feature.FILES, says = LISTENER)
    @Cell(face = THROUGH_CALLER, feature = Feature.IMAGES, says = IMAGES)
    void aWrappedModelTellsTheListenerAndSeesImages() {
        try (ScriptedChatModel model = drawing(ScriptedChatModel.builder(), FilesFaceTest::seesTheImageInAUserMessage)
                        .build();
                PtcChatModel ptc = with(PtcChatModel.builder(), ImagesToModel.inUserMessages())
                        .model(model)
                        .build()) {
            ask(AiServices.builder(Assistant.class).chatModel((ChatModel) ptc).tools(new Debts()));
        }
        assertFiles();
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    @Cell(
            face = STREAMING,
            feature = Feature.FILES,
            says = "`PtcListener.programEnded` gets them, before the text that follows the program")
    @Cell(face = STREAMING, feature = Feature.IMAGES, says = IMAGES)
    void aStreamingModelTellsTheListenerAndSeesImages() throws Exception {
        try (ScriptedStreamingChatModel model = drawing(ScriptedStreamingChatModel.builder(), request -> {
                            seesTheImageInAUserMessage(request);
                            assertFiles();
                        })
                        .build();
                PtcStreamingChatModel ptc = with(PtcStreamingChatModel.builder(), ImagesToModel.inUserMessages())
                        .model(model)
                        .tools(new Debts())
                        .build()) {
            Streaming assistant = AiServices.builder(Streaming.class)
                    .streamingChatModel(ptc)
                    .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                    .build();
            assertThat(read(assistant.chat("Draw it."))).isEqualTo("It is a chart.");
            assertThat(read(assistant.chat("What was it?"))).isEqualTo("It was a chart.");
        }
        assertFiles();
    }

    private static String read(TokenStream stream) throws Exception {
        CompletableFuture<ChatResponse> end = new CompletableFuture<>();
        stream.onPartialResponse(text -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        return end.get(60, TimeUnit.SECONDS).aiMessage().text();
    }

    @Test
    @Cell(face = DIRECT, feature = Feature.FILES, says = "`ProgramReport.files()`, and `PtcListener.programEnded`")
    @Cell(face = DIRECT, feature = Feature.IMAGES, says = "does not apply: there is no model")
    void aRunnerReportsThem() throws InterruptedException {
        try (ProgramRunner runner = ProgramRunner.builder()
                        .sandbox(sandbox)
                        .tools(new Debts())
                        .listener(listener)
                        .build();
                ProgramSession session = runner.open()) {
            ProgramReport report = session.run(OWED_DRAWN);
            assertThat(report.files()).containsExactlyElementsOf(files);
            assertFiles();
            assertThat(report.files().get(0).imageType()).hasValue("image/png");
            assertThat(report.files().get(1).imageType()).isEmpty();
        }
    }
}
