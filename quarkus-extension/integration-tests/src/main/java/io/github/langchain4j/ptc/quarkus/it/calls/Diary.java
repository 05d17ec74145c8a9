package io.github.langchain4j.ptc.quarkus.it.calls;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.it.EchoModel;
import io.quarkiverse.langchain4j.RegisterAiService;
import jakarta.enterprise.context.ApplicationScoped;

/** Remembers conversations. */
@ApplicationScoped
@RegisterAiService(
        chatLanguageModelSupplier = EchoModel.Factory.class,
        tools = {Caller.class, Kinds.class})
public interface Diary {

    String ask(@MemoryId String id, @UserMessage String program);
}
