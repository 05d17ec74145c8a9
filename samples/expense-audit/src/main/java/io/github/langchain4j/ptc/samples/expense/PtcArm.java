package io.github.langchain4j.ptc.samples.expense;
import dev.langchain4j.model.chat.ChatModel;
import java.util.concurrent.ExecutorService;
final class PtcArm {
    static ArmRun run(ChatModel model, SandboxChoice sandbox, Object tools, ExecutorService executor, String question, TokenCounter counter) {
        throw new AuditFailure("later");
    }
}
