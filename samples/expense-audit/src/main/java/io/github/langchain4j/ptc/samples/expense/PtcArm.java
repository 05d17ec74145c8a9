package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.chat.ChatModel;
import io.github.langchain4j.ptc.PtcChatModel;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** Programmatic tool calling: the model writes programs that call the tools, and sees only what these return. */
final class PtcArm {

    private PtcArm() {}

    static ArmRun run(
            ChatModel model,
            Sandbox sandbox,
            Object tools,
            ExecutorService executor,
            String question,
            TokenCounter counter) {
        MeasuredChatModel measured = new MeasuredChatModel(model);
        ProgramRecorder recorder = new ProgramRecorder();
        long start = System.nanoTime();
        String answer = answer(measured, sandbox, tools, executor, question, recorder);
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new ArmRun(
                Arm.PTC,
                Objects.requireNonNullElse(answer, ""),
                recorder.runs(),
                measured.modelCalls(),
                recorder.runs().stream().mapToInt(run -> run.calls().size()).sum(),
                measured.inputTokens(counter),
                measured.outputTokens(counter),
                measured.reportedTokens(),
                millis);
    }

    private static String answer(
            ChatModel model,
            Sandbox sandbox,
            Object tools,
            ExecutorService executor,
            String question,
            ProgramRecorder recorder) {
        try (PtcChatModel ptc = PtcChatModel.builder()
                .model(model)
                .sandbox(sandbox)
                .tools(tools)
                .executeToolsConcurrently(executor)
                .listener(recorder)
                .build()) {
            return ptc.chat(question);
        }
    }
}
