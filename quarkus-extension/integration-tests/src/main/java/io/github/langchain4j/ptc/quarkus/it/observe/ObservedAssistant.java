package io.github.langchain4j.ptc.quarkus.it.observe;

import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;

@RegisterAiService(chatLanguageModelSupplier = EchoModel.Factory.class, tools = ObservedTools.class)
public interface ObservedAssistant {

    String chat(String question);
}
