package io.github.langchain4j.ptc.quarkus.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkiverse.langchain4j.ToolBox;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Quarkus finds the tools of a method when it is first called, whoever else calls it at that time. */
class FirstCallsTest {

    private static final int CALLERS = 16;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            new QuarkusUnitTest().withApplicationRoot(archive -> archive.addClasses(EchoModel.class, Orders.class));

    @RegisterAiService(chatLanguageModelSupplier = EchoModel.Blocking.class)
    @ApplicationScoped
    interface Assistant {

        @ToolBox(Orders.class)
        String chat(@MemoryId int id, @UserMessage String question);
    }

    @Inject
    Assistant assistant;

    @Test
    void theFirstCallsOfAServiceMayComeAtOnce() throws Exception {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int id = i;
            answers.add(CompletableFuture.supplyAsync(
                    () -> {
                        await(start);
                        return assistant.chat(id, "print(len(findOrders('c7')))");
                    },
                    callers));
        }
        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("2");
        }
        callers.shutdown();
        assertThat(EchoModel.REQUESTS)
                .allSatisfy(request -> assertThat(request.toolSpecifications())
                        .singleElement()
                        .satisfies(tool -> assertThat(tool.description()).contains("findOrders", "greet")));
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
