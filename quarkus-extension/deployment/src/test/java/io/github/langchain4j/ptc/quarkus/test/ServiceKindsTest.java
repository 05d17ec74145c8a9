package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.UserMessage;
import io.github.langchain4j.ptc.quarkus.test.Orders.Order;
import io.quarkiverse.langchain4j.CreatedAware;
import io.quarkiverse.langchain4j.ModelName;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.ToolBox;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@ActivateRequestContext
class ServiceKindsTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(
                    archive -> archive.addClasses(EchoModel.class, Orders.class, Weather.class, ProviderOfModel.class))
            .addBuildChainCustomizer(new ProviderOfModel("first"));

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, tools = Orders.class)
    interface Assistant {

        String chat(String question);

        Result<String> result(String question);

        Order order(String question);

        List<String> names(String question);

        Weekday day(String question);

        boolean decide(String question);

        @ToolBox(Stock.class)
        String stock(String question);
    }

    enum Weekday {
        MONDAY,
        TUESDAY
    }

    @ApplicationScoped
    static class Stock {

        @Tool("Pieces in stock")
        int inStock(String article) {
            return article.length();
        }
    }

    @Inject
    Assistant assistant;

    @Test
    void aProgramCallsTheToolsOfADeclaredService() {
        assertThat(assistant.chat(Orders.PROGRAM)).contains(Orders.PRINTED);
        assertThat(EchoModel.offered()).containsExactly("execute_python");
    }

    @Test
    void theAnswerCanBeAResult() {
        assertThat(assistant.result(Orders.PROGRAM).content()).contains(Orders.PRINTED);
    }

    @Test
    void theAnswerCanBeARecord() {
        assertThat(assistant.order("import json; print(json.dumps(dict(findOrders('c7')[0])))"))
                .isEqualTo(new Order("c7-1", 10));
    }

    @Test
    void theAnswerCanBeAList() {
        assertThat(assistant.names("print('\\n'.join(o.id for o in findOrders('c7')))"))
                .containsExactly("c7-1", "c7-2");
    }

    @Test
    void theAnswerCanBeAnEnum() {
        assertThat(assistant.day("print('TUESDAY')")).isEqualTo(Weekday.TUESDAY);
    }

    @Test
    void theAnswerCanBeABoolean() {
        assertThat(assistant.decide("print('true')")).isTrue();
    }

    @Test
    void theToolsOfAMethodStandForThoseOfTheService() {
        assertThat(assistant.stock("print(inStock('four'), 'greet' in globals())"))
                .contains("4 False");
    }

    @ApplicationScoped
    static class Models {

        @Produces
        @ApplicationScoped
        @ModelName("first")
        ChatModel first() {
            return EchoModel.named("first: ");
        }

        @Produces
        @ApplicationScoped
        @ModelName("second")
        ChatModel second() {
            return EchoModel.named("second: ");
        }
    }

    @RegisterAiService(modelName = "first", tools = Orders.class)
    interface Named {

        String chat(String question);

        String ask(@ModelName String model, @UserMessage String question);
    }

    @Inject
    Named named;

    @Test
    void aServiceCanNameItsModel() {
        assertThat(named.chat(Orders.PROGRAM)).isEqualTo("first: " + Orders.PRINTED);
    }

    @Test
    void aCallCanNameItsModel() {
        assertThat(named.ask("second", Orders.PROGRAM)).isEqualTo("second: " + Orders.PRINTED);
        assertThat(named.ask(null, Orders.PROGRAM)).isEqualTo("first: " + Orders.PRINTED);
    }

    @CreatedAware
    interface Built {

        String chat(String question);
    }

    @Test
    void aServiceCanBeBuiltByHand() {
        Built built = AiServices.builder(Built.class)
                .chatModel(EchoModel.named(""))
                .tools(Arc.container().instance(Orders.class).get())
                .build();
        assertThat(built.chat(Orders.PROGRAM)).contains(Orders.PRINTED);
        assertThat(EchoModel.offered()).containsExactly("execute_python");
    }

    @RegisterAiService(
            chatLanguageModelSupplier = EchoModel.Blocking.class,
            toolProviderSupplier = Weather.class,
            tools = Orders.class)
    interface Guide {

        String chat(String question);
    }

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class, toolProviderSupplier = Weather.class)
    interface Forecast {

        String chat(String question);
    }

    @Inject
    Guide guide;

    @Inject
    Forecast forecast;

    @Test
    void programsCallProvidedToolsBesideThoseOfTheService() {
        assertThat(guide.chat("print(weather_of(), greet('you'))")).contains("sunny Hello you!");
        assertThat(EchoModel.offered()).containsExactly("execute_python");
    }

    @Test
    void programsCallToolsThatAreThereForOneQuestion() {
        assertThat(forecast.chat("print(weather_of(), storm())")).contains("sunny near");
        assertThat(forecast.chat("print('st' + 'orm' in globals())")).contains("False");
    }
}
