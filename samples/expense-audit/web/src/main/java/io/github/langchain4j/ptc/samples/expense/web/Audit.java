package io.github.langchain4j.ptc.samples.expense.web;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.langchain4j.ptc.samples.expense.Overspend;
import io.github.langchain4j.ptc.samples.expense.Question;
import io.github.langchain4j.ptc.samples.expense.TokenCounter;
import io.github.langchain4j.ptc.samples.expense.company.Company;
import io.quarkiverse.langchain4j.runtime.aiservice.ChatEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** Asks a question in one way or in both, and tells what happens. Thread-safe. */
@Singleton
final class Audit {

    private static final Logger LOG = Logger.getLogger(Audit.class);

    private final ProgrammaticAuditor programmatic;
    private final OrdinaryAuditor ordinary;
    private final Company company;
    private final TokenCounter counter;
    private final AuditConfig config;

    Audit(
            ProgrammaticAuditor programmatic,
            OrdinaryAuditor ordinary,
            Company company,
            TokenCounter counter,
            AuditConfig config) {
        this.programmatic = programmatic;
        this.ordinary = ordinary;
        this.company = company;
        this.counter = counter;
        this.config = config;
    }

    /**
     * Asks when somebody listens, and stops when nobody does any more.
     *
     * @param compare whether to ask by ordinary tool calling, too
     */
    Multi<AuditEvent> ask(String question, boolean compare) {
        return Multi.createFrom().emitter(events -> {
            try {
                Cancellable asking = Multi.createBy()
                        .concatenating()
                        .streams(arms(question, compare, events))
                        .subscribe()
                        .with(told -> {}, failure -> end(failed(failure), events), () -> end(done(), events));
                events.onTermination(asking::cancel);
            } catch (RuntimeException e) {
                end(failed(e), events);
            }
        });
    }

    private List<Multi<ChatEvent>> arms(String question, boolean compare, MultiEmitter<? super AuditEvent> events) {
        List<Multi<ChatEvent>> arms = new ArrayList<>();
        arms.add(arm("programmatic", programmatic::answer, question, events));
        if (compare) {
            arms.add(arm("ordinary", ordinary::answer, question, events));
        }
        return arms;
    }

    private Multi<ChatEvent> arm(
            String name,
            BiFunction<String, InvocationParameters, Multi<ChatEvent>> service,
            String question,
            MultiEmitter<? super AuditEvent> events) {
        ArmRun run = new ArmRun(name, events::emit, counter);
        return service.apply(question, run.parameters()).invoke(told -> {
            run.told(told);
            if (told instanceof ChatEvent.ChatCompletedEvent completed) {
                run.tell("answer", answer(name, question, completed.getChatResponse()));
            }
        });
    }

    private Map<String, ?> answer(String arm, String question, ChatResponse response) {
        String text =
                response.aiMessage().text() == null ? "" : response.aiMessage().text();
        Map<String, Object> answer = new HashMap<>();
        answer.put("arm", arm);
        answer.put("text", text);
        if (question.equals(Question.TEXT)) {
            answer.put("right", Overspend.same(Overspend.in(text), Question.rightAnswer(company)));
        }
        return answer;
    }

    private static void end(AuditEvent last, MultiEmitter<? super AuditEvent> events) {
        events.emit(last);
        events.complete();
    }

    private static AuditEvent done() {
        return new AuditEvent("done", Map.of());
    }

    private AuditEvent failed(Throwable failure) {
        LOG.warn("A question could not be answered", failure);
        return new AuditEvent("failed", Map.of("message", FailureText.of(failure, config.baseUrl())));
    }
}
