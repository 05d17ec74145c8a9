package io.github.langchain4j.ptc.quarkus.test.devui;

import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.github.langchain4j.ptc.quarkus.test.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;

/** An AI service that calls its tools itself. */
@ProgrammaticToolCalling(enabled = false)
@RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Expenses.class)
public interface PlainAssistant {

    String ask(String question);
}
