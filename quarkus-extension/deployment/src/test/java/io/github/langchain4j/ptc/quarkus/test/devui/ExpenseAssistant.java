package io.github.langchain4j.ptc.quarkus.test.devui;

import io.github.langchain4j.ptc.quarkus.test.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;

/** An AI service whose tools programs call. */
@RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Expenses.class)
public interface ExpenseAssistant {

    String ask(String question);
}
