package io.github.langchain4j.ptc.quarkus.it.calls;

import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;

/** Is asked by a tool of another service. */
@RegisterAiService(chatLanguageModelSupplier = EchoModel.Factory.class, tools = Caller.class)
public interface Deputy {

    String ask(String program);
}
