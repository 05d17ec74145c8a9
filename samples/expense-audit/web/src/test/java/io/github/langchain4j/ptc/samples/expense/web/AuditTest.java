package io.github.langchain4j.ptc.samples.expense.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.langchain4j.ptc.program.PtcListener;
import io.github.langchain4j.ptc.samples.expense.Question;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The events over HTTP, with the recorded model: all but the model is real. */
@QuarkusTest
class AuditTest {

    private static final String RENEW = "If the difference is meant, renew the recordings; the answers stay:\n"
            + "mvn -f samples/expense-audit/web test -Dtest=AuditTest#tellsAllThatHappensInOrder "
            + "-Daudit.record=src/main/resources/recordings\n";

    @TestHTTPResource("/audit")
    URI audit;

    @Inject
    Audit asked;

    @Inject
    Programs programs;

    /** Counts programs. */
    @Singleton
    static class Programs implements PtcListener {

        private final AtomicInteger started = new AtomicInteger();

        @Override
        public void programStarted(String session, int number, String code) {
            started.incrementAndGet();
        }
    }

    @Test
    void tellsAllThatHappensInOrder() throws Exception {
        Events events = Events.of(audit, "{\"compare\": true}");

        assertThat(events.all("failed")).as(RENEW).isEmpty();
        assertThat(events.names().stream().distinct().toList())
                .containsSubsequence(
                        "program-part", "program", "call-started", "call-ended", "output", "answer", "done");
        assertThat(events.names()).endsWith("done");
        assertThat(events.all("program")).hasSize(1);
        assertProgram(events);
        assertCalls(events);
        assertOutput(events);
        assertAnswers(events);
        assertTokens(events);
    }

    /** What was shown while it was written is what ran. */
    private static void assertProgram(Events events) {
        StringBuilder written = new StringBuilder();
        events.all("program-part")
                .forEach(part -> written.append(part.path("text").textValue()));
        assertThat(events.all("program-part")).hasSizeGreaterThan(50);
        assertThat(events.all("program").get(0).path("code").textValue())
                .isEqualTo(written.toString())
                .contains("asyncio.gather");
    }

    private static void assertCalls(Events events) {
        List<JsonNode> started = events.all("call-started");
        assertThat(started).hasSize(17);
        assertThat(started.stream().map(call -> call.path("id").textValue())).doesNotHaveDuplicates();
        assertThat(started.stream().map(call -> call.path("tool").textValue()).distinct())
                .containsExactly("get_team_members", "get_expenses", "get_custom_budget");
        assertThat(started.get(1).path("arguments").toString())
                .isEqualTo("{\"employeeId\":\"E1003\",\"quarter\":\"Q3\"}");
        assertThat(events.all("call-ended")).hasSize(17).allSatisfy(call -> {
            assertThat(call.path("outcome").textValue()).isEqualTo("ok");
            assertThat(call.path("durationMillis").doubleValue()).isPositive();
            assertThat(call.path("resultBytes").intValue()).isPositive();
        });
        for (JsonNode call : started) {
            assertThat(events.at("call-started", call)).isLessThan(events.at("call-ended", call));
        }
    }

    private static void assertOutput(Events events) {
        assertThat(events.all("output")).hasSize(1);
        assertThat(events.all("output").get(0).path("kind").textValue()).isEqualTo("returned");
        assertThat(events.all("output").get(0).path("text").textValue()).contains("Hannah Weiss");
    }

    private static void assertAnswers(Events events) {
        assertThat(events.all("answer")).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.path("text").textValue()).contains("E1018 | Tomasz Zielinski | 3644.00 | 3000.00");
            assertThat(answer.path("right").booleanValue()).isTrue();
        });
    }

    private static void assertTokens(Events events) {
        JsonNode programmatic = events.tokens("programmatic");
        JsonNode ordinary = events.tokens("ordinary");
        assertThat(programmatic.path("modelCalls").intValue()).isEqualTo(2);
        assertThat(programmatic.path("toolCalls").intValue()).isEqualTo(17);
        assertThat(ordinary.path("modelCalls").intValue()).isEqualTo(4);
        assertThat(ordinary.path("toolCalls").intValue()).isEqualTo(17);
        assertThat(total(programmatic)).isLessThan(total(ordinary) * 8 / 100);
    }

    private static int total(JsonNode tokens) {
        return tokens.path("input").intValue() + tokens.path("output").intValue();
    }

    @Test
    void twoBrowsersAtOnceSeeTheirOwnRuns() throws Exception {
        CompletableFuture<Events> one = Events.later(audit, "{\"compare\": true}");
        CompletableFuture<Events> other = Events.later(audit, "{\"compare\": false}");

        assertThat(one.get(30, TimeUnit.SECONDS).all("answer")).hasSize(2);
        assertThat(other.get(30, TimeUnit.SECONDS).all("answer")).hasSize(1);
        for (Events events : List.of(one.get(), other.get())) {
            assertThat(events.all("program")).hasSize(1);
            assertProgram(events);
            assertCalls(events);
        }
    }

    @Test
    @ActivateRequestContext
    void aModelStopsWritingWhenNobodyListensAnyMore() throws Exception {
        int before = programs.started.get();
        AtomicReference<Cancellable> listening = new AtomicReference<>();
        CompletableFuture<Void> left = new CompletableFuture<>();

        listening.set(asked.ask(Question.TEXT, false).subscribe().with(event -> {
            if (listening.get() != null && left.complete(null)) {
                listening.get().cancel();
            }
        }));
        left.get(30, TimeUnit.SECONDS);
        Events next = Events.of(audit, "{}"); // takes longer than what the other had left to write

        assertThat(next.names()).endsWith("done");
        assertThat(programs.started.get() - before).isEqualTo(1);
    }

    @Test
    void saysWhatCanBeAsked() throws Exception {
        JsonNode setup = Events.get(audit);

        assertThat(setup.path("question").textValue()).isEqualTo(Question.TEXT);
        assertThat(setup.path("recorded").booleanValue()).isTrue();
        assertThat(setup.path("sandbox").textValue()).isEqualTo("embedded");
    }

    @Test
    void refusesAQuestionThatTheRecordedModelCannotAnswer() throws Exception {
        HttpResponse<String> answer = Events.post(audit, "application/json", "{\"question\": \"Who?\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("choose a real model with audit.model");
    }

    /** Pages of other sites can send forms and text without being asked for permission, but no JSON. */
    @Test
    void refusesWhatOtherSitesCanSend() throws Exception {
        assertThat(Events.post(audit, "text/plain", "{}").statusCode()).isEqualTo(415);
    }
}
