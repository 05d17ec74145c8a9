package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;

/** Has the tools called by programs. */
@RegisterAiService(
        chatLanguageModelSupplier = EchoModel.Factory.class,
        tools = {
            Caller.class,
            Ledger.class,
            Guarded.class,
            Kinds.class,
            Fragile.class,
            Meeting.class,
            Traced.class,
            Deputies.class
        })
public interface Clerk {

    String ask(String program);

    String askFor(@UserMessage String program, InvocationParameters parameters);
}
