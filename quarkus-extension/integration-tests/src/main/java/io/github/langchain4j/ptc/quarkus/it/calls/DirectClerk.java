package io.github.langchain4j.ptc.quarkus.it.calls;

import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkiverse.langchain4j.RegisterAiService;

/** Has the tools called by the model itself. */
@ProgrammaticToolCalling(enabled = false)
@RegisterAiService(
        chatLanguageModelSupplier = CallingModel.Factory.class,
        tools = {Caller.class, Ledger.class, Guarded.class, Kinds.class, Fragile.class})
public interface DirectClerk {

    String ask(String call);
}
