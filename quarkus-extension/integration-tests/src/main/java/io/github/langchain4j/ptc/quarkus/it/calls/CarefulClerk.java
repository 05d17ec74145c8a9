package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.service.tool.ToolErrorContext;
import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.HandleToolArgumentError;
import io.quarkiverse.langchain4j.HandleToolExecutionError;
import io.quarkiverse.langchain4j.RegisterAiService;

/** Has error handlers. */
@RegisterAiService(
        chatLanguageModelSupplier = EchoModel.Factory.class,
        tools = {Kinds.class, Guarded.class})
public interface CarefulClerk {

    String ask(String program);

    @HandleToolExecutionError
    static String failed(Throwable error, ToolErrorContext where) {
        return where.toolExecutionRequest().name() + " says sorry: " + error.getMessage();
    }

    @HandleToolArgumentError
    static String misunderstood(Throwable error, ToolErrorContext where) {
        return where.toolExecutionRequest().name() + " understands something else";
    }
}
