package io.github.langchain4j.ptc.quarkus.it;

import io.quarkiverse.langchain4j.RegisterAiService;

@RegisterAiService(chatLanguageModelSupplier = EchoModel.Factory.class, tools = Orders.class)
public interface Assistant {

    String chat(String question);
}
