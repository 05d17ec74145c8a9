package io.github.langchain4j.ptc.samples.expense;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** Ordinary tool calling, as LangChain4j does it: every result of a tool goes to the model. */
final class DirectArm {

    private interface Auditor {
        Result<String> answer(String question);
    }

    private DirectArm() {}

    static ArmRun run(ChatModel model, Object tools, ExecutorService executor, String question, TokenCounter counter) {
        MeasuredChatModel measured = new MeasuredChatModel(model);
        Auditor auditor = AiServices.builder(Auditor.class)
                .chatModel(measured)
                .tools(tools)
                .executeToolsConcurrently(executor)
                .build();
        long start = System.nanoTime();
        Result<String> result = auditor.answer(question);
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new ArmRun(
                Arm.DIRECT,
                Objects.requireNonNullElse(result.content(), ""),
                List.of(),
                measured.modelCalls(),
                result.toolExecutions().size(),
                measured.inputTokens(counter),
                measured.outputTokens(counter),
                measured.reportedTokens(),
                millis);
    }
}
