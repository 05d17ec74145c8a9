package io.github.langchain4j.ptc.quarkus.test.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import io.quarkiverse.langchain4j.RegisterAiService;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the application stops, running programs may end, and nothing of them is left. */
class ShutdownTest {

    /** Outlives the application, and is the same for the class loaders of test and application. */
    private static final String FINISHING = "ptc.test.finishing";

    private static final String ENDLESS = "ptc.test.endless";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClasses(Programmer.class))
            .overrideConfigKey("quarkus.langchain4j.ptc.shutdown-grace", "2s")
            .overrideConfigKey("quarkus.langchain4j.ptc.sandbox.warm.min-idle", "1")
            .setAfterUndeployListener(ShutdownTest::checkWhatIsLeft);

    @ApplicationScoped
    static class Tools {

        static final CountDownLatch BOTH_RUN = new CountDownLatch(2);
        static final CountDownLatch STOPPING = new CountDownLatch(1);

        private volatile boolean destroyed;

        @Tool
        String work() throws InterruptedException {
            BOTH_RUN.countDown();
            STOPPING.await(30, TimeUnit.SECONDS);
            return destroyed ? "too late" : "work is done";
        }

        @Tool
        void begin() {
            BOTH_RUN.countDown();
        }

        void stopping(@Observes @Priority(-1) ShutdownEvent first) {
            STOPPING.countDown();
        }

        @PreDestroy
        void destroy() {
            destroyed = true;
        }
    }

    @RegisterAiService(chatLanguageModelSupplier = Programmer.Factory.class, tools = Tools.class)
    interface Assistant {
        String chat(String question);
    }

    @Singleton
    static class Caller {

        @Inject
        Assistant assistant;

        @ActivateRequestContext
        String ask(String question) {
            return assistant.chat(question);
        }
    }

    @Inject
    Caller caller;

    @Test
    void programsRunWhenTheApplicationStops() throws InterruptedException {
        start(FINISHING, "print(work())");
        start(ENDLESS, "begin()\nwhile True: pass");

        assertThat(Tools.BOTH_RUN.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private void start(String name, String program) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        System.getProperties().put(name, answer);
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(caller.ask(program));
                    } catch (RuntimeException e) {
                        answer.complete("failed: " + e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void checkWhatIsLeft() {
        try {
            assertThat(answer(FINISHING)).contains("work is done");
            assertThat(answer(ENDLESS)).doesNotContain("work is done");
            awaitNoThreads();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String answer(String name) {
        Object answer = System.getProperties().remove(name);
        return ((CompletableFuture<?>) answer)
                .orTimeout(20, TimeUnit.SECONDS)
                .join()
                .toString();
    }

    private static void awaitNoThreads() throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(8)); // less than idle threads live
        while (!threads().isEmpty()) {
            assertThat(Instant.now()).as("threads that are left: %s", threads()).isBefore(end);
            Thread.sleep(20);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("ptc-"))
                .toList();
    }
}
