package io.github.langchain4j.ptc.samples.expense.web;

import io.github.langchain4j.ptc.samples.expense.TokenCounter;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.github.langchain4j.ptc.samples.expense.company.ExpenseTools;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes CDI beans of what the command line makes by hand. */
final class AuditBeans {

    @Produces
    @Singleton
    static Company company() {
        return Company.load();
    }

    @Produces
    @Singleton
    static ExpenseTools tools(Company company) {
        return new ExpenseTools(company);
    }

    @Produces
    @Singleton
    static TokenCounter counter() {
        return new TokenCounter();
    }
}
