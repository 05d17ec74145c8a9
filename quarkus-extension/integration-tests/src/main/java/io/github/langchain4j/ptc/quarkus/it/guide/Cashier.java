package io.github.langchain4j.ptc.quarkus.it.guide;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;

@RegisterAiService(tools = Payments.class, chatLanguageModelSupplier = EchoModel.Factory.class)
@ProgrammaticToolCalling(sandbox = "small")
public interface Cashier {

    String ask(String question);

    @ProgrammaticToolCalling(enabled = false)
    String askPlainly(String question);

    String askAs(@UserMessage String question, InvocationParameters parameters);
}
