package io.github.langchain4j.ptc.quarkus.it.guide;

import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;

@RegisterAiService(tools = Expenses.class, chatLanguageModelSupplier = EchoModel.Factory.class)
public interface Auditor {

    String ask(String question);
}
