package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.guardrail.InputGuardrails;
import dev.langchain4j.service.guardrail.OutputGuardrails;
import io.github.langchain4j.ptc.catalog.Caller;
import io.github.langchain4j.ptc.quarkus.AllowedCallers;
import io.github.langchain4j.ptc.quarkus.ProgrammaticToolCalling;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tools for the model itself beside those for programs; and what watches both. */
@ActivateRequestContext
class DirectToolsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Weather.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.max-programs", "2");

    @ApplicationScoped
    static class Refunds {

        @Tool("Approves an order")
        @AllowedCallers(Caller.DIRECT)
        String approve(String order) {
            return "approved " + order;
        }

        @Tool(value = "Refunds an order", metadata = "{\"allowed_callers\": [\"direct\"]}")
        String refund(String order) {
            return "refunded " + order;
        }
    }

    @ApplicationScoped
    static class Cases {

        @Tool("Counts cases")
        int count(String customer) {
            return customer.length();
        }

        @Tool("Looks at a case")
        @AllowedCallers({Caller.DIRECT, Caller.CODE})
        String look(String name) {
            return "case " + name;
        }

        @Tool(value = "Hands a case over to a human", returnBehavior = ReturnBehavior.IMMEDIATE)
        String handOver(String name) {
            return "handed over " + name;
        }
    }

    @RegisterAiService(
            chatLanguageModelSupplier = EchoModel.Blocking.class,
            streamingChatLanguageModelSupplier = EchoModel.Streaming.class,
            tools = {Refunds.class, Cases.class})
    interface Desk {

        String chat(String question);

        Result<String> result(String question);

        Multi<String> stream(String question);

        String decide(@dev.langchain4j.service.UserMessage String question, InvocationParameters parameters);

        @InputGuardrails(NoSecrets.class)
        @OutputGuardrails(Polite.class)
        String guarded(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Refunds.class)
    interface OnlyDirect {

        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class)
    interface NoTools {

        String chat(String question);
    }

    @RegisterAiService(
            streamingChatLanguageModelSupplier = EchoModel.Streaming.class,
            toolProviderSupplier = Weather.class)
    interface StreamedForecast {

        Multi<String> chat(String question);
    }

    @ApplicationScoped
    static class NoSecrets implements InputGuardrail {

        @Override
        public InputGuardrailResult validate(UserMessage question) {
            return question.singleText().contains("secret") ? fatal("No secrets, please") : success();
        }
    }

    @ApplicationScoped
    static class Polite implements OutputGuardrail {

        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            return successWith(answer.text() + ", please");
        }
    }

    @ApplicationScoped
    static class Watcher {

        static final List<String> EXECUTED = new CopyOnWriteArrayList<>();

        void executed(@Observes ToolExecutedEvent event) {
            EXECUTED.add(event.request().name() + " " + event.resultText());
        }
    }

    @Inject
    Desk desk;

    @Inject
    OnlyDirect onlyDirect;

    @Inject
    NoTools noTools;

    @Inject
    StreamedForecast forecast;

    private static String all(Multi<String> stream) {
        return String.join("", stream.collect().asList().await().indefinitely());
    }

    @Test
    void theModelIsOfferedDirectToolsBesideTheCodeTool() {
        desk.chat("print(count('abc'))");
        assertThat(EchoModel.offered())
                .startsWith("execute_python")
                .containsExactlyInAnyOrder("execute_python", "approve", "refund", "look", "handOver");
    }

    @Test
    void theModelCallsDirectToolsItself() {
        assertThat(desk.chat("call approve {\"order\": \"7\"}")).isEqualTo("\"approved 7\"");
        assertThat(desk.chat("call refund {\"order\": \"7\"}")).isEqualTo("\"refunded 7\"");
        assertThat(all(desk.stream("call approve {\"order\": \"7\"}"))).isEqualTo("\"approved 7\"");
    }

    @Test
    void aProgramCannotCallADirectTool() {
        assertThat(desk.chat("approve('7')")).contains("NameError").contains("approve");
    }

    @Test
    void aToolCanBeForBoth() {
        assertThat(desk.chat("print(look('seven'))")).contains("case seven");
        assertThat(desk.chat("call look {\"name\": \"seven\"}")).isEqualTo("\"case seven\"");
    }

    @Test
    void aToolThatReturnsImmediatelyEndsTheCall() {
        Result<String> result = desk.result("call handOver {\"name\": \"seven\"}");
        assertThat(result.content()).isNull();
        assertThat(result.toolExecutions())
                .singleElement()
                .satisfies(execution -> assertThat(execution.result()).contains("handed over seven"));
    }

    @Test
    void aModelThatCallsAFunctionOfProgramsItselfIsCorrected() {
        String correction = "\"count\" can only be called inside of a program: use execute_python.";
        assertThat(desk.chat("call count {\"customer\": \"abc\"}")).isEqualTo(correction);
        assertThat(all(desk.stream("call count {\"customer\": \"abc\"}"))).isEqualTo(correction);
    }

    @Test
    void aStreamingModelThatCallsAProvidedToolItselfIsCorrected() {
        assertThat(all(forecast.chat("call weather-of {}"))).contains("can only be called inside of a program");
        assertThat(all(forecast.chat("call weather_of {}"))).contains("can only be called inside of a program");
    }

    @Test
    void aServiceWithNothingForProgramsIsAnOrdinaryOne() {
        assertThat(onlyDirect.chat("call approve {\"order\": \"7\"}")).isEqualTo("\"approved 7\"");
        assertThat(EchoModel.offered()).containsExactlyInAnyOrder("approve", "refund");
        assertThat(noTools.chat("say hello")).isEqualTo("hello");
        assertThat(EchoModel.offered()).isEmpty();
    }

    @Test
    void aCallerDecidesForOneCall() {
        InvocationParameters ordinary = InvocationParameters.from(ProgrammaticToolCalling.ENABLED, false);
        assertThat(desk.decide("call count {\"customer\": \"abc\"}", ordinary)).isEqualTo("3");
        assertThat(EchoModel.offered()).doesNotContain("execute_python");
        assertThat(desk.decide("print(count('abc'))", new InvocationParameters()))
                .isEqualTo("3");
    }

    @Test
    void aDecisionThatIsNeitherYesNorNoIsRefused() {
        assertThatThrownBy(() ->
                        desk.decide("say hello", InvocationParameters.from(ProgrammaticToolCalling.ENABLED, "maybe")))
                .hasMessageContaining("\"ptc.enabled\" must be true or false, but is \"maybe\"");
    }

    @Test
    void guardrailsSeeTheQuestionAndTheAnswer() {
        assertThat(desk.guarded("print(count('abc'))")).isEqualTo("3, please");
        assertThatThrownBy(() -> desk.guarded("print('secret')")).isInstanceOf(InputGuardrailException.class);
    }

    @Test
    void observersHearOfTheToolsThatAProgramCalls() {
        Watcher.EXECUTED.clear();
        desk.chat("print(count('abcd'), look('seven'))");
        assertThat(Watcher.EXECUTED).containsExactly("count 4", "look \"case seven\"", "execute_python 4 case seven");
    }

    @Test
    void aModelThatWantsTooManyProgramsIsToldAndThenFails() {
        EchoModel.REQUESTS.clear();
        assertThatThrownBy(() -> desk.chat("# stubborn\nprint(count('abc'))"))
                .hasMessageContaining("quarkus.langchain4j.ptc.max-programs");
        assertThat(EchoModel.REQUESTS.get(EchoModel.REQUESTS.size() - 1).messages())
                .anySatisfy(message -> assertThat(message.toString())
                        .contains("This program was not run: 2 programs have been run for this question"));
        assertThatThrownBy(() -> all(desk.stream("# stubborn\nprint(count('abc'))")))
                .hasMessageContaining("quarkus.langchain4j.ptc.max-programs");
    }
}
