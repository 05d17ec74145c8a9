package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.github.langchain4j.ptc.samples.expense.company.ExpenseTools;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.runtime.aiservice.ChatEvent;
import io.smallrye.mutiny.Multi;

/** The same service with the same tools, but its model calls them one by one: what there is to compare with. */
@ProgrammaticToolCalling(enabled = false)
@RegisterAiService(tools = ExpenseTools.class, streamingChatLanguageModelSupplier = AuditModels.Ordinary.class)
public interface OrdinaryAuditor {

    /**
     * Answers a question about the company's people, expenses and budgets.
     *
     * @param run holds the {@link ArmRun} that follows what happens
     */
    Multi<ChatEvent> answer(@UserMessage String question, InvocationParameters run);
}
