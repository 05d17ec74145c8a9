package io.github.langchain4j.ptc.quarkus.it.observe;

import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;
import jakarta.enterprise.context.ApplicationScoped;

/** Needs no request. */
@ApplicationScoped
@RegisterAiService(chatLanguageModelSupplier = EchoModel.Factory.class, tools = ObservedTools.class)
public interface SharedAssistant {

    String chat(String question);
}
