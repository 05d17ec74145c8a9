package io.github.langchain4j.ptc.quarkus.test.dev;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.test.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;
import jakarta.enterprise.context.ApplicationScoped;

/** An AI service whose answers are what programs print. Its conversations last longer than a request. */
@ApplicationScoped
@RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
public interface Assistant {

    String chat(@MemoryId String conversation, @UserMessage String program);
}
