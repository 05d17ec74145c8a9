package io.github.langchain4j.ptc.quarkus.it.calls;

import io.quarkiverse.langchain4j.RegisterAiService;
import io.smallrye.mutiny.Multi;

/** Streams its answers. */
@RegisterAiService(
        streamingChatLanguageModelSupplier = EchoStream.Factory.class,
        tools = {Caller.class, Ledger.class, Kinds.class, Meeting.class})
public interface Speaker {

    Multi<String> ask(String program);
}
