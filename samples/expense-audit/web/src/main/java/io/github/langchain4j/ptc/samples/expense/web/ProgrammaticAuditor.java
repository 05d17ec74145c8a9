package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.samples.expense.company.ExpenseTools;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.runtime.aiservice.ChatEvent;
import io.smallrye.mutiny.Multi;

/**
 * An ordinary AI service with tools. Because the extension is there, its model writes programs that call the tools:
 * nothing here says so.
 */
@RegisterAiService(tools = ExpenseTools.class, streamingChatLanguageModelSupplier = AuditModels.Programmatic.class)
public interface ProgrammaticAuditor {

    /**
     * Answers a question about the company's people, expenses and budgets.
     *
     * @param run holds the {@link ArmRun} that follows what happens
     */
    Multi<ChatEvent> answer(@UserMessage String question, InvocationParameters run);
}
