package io.github.langchain4j.ptc.anthropic;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.langchain4j.ptc.anthropic.backing.Backing;
import io.github.langchain4j.ptc.anthropic.backing.ModelDescription;
import io.github.langchain4j.ptc.anthropic.backing.ModelResolver;
import io.github.langchain4j.ptc.codetool.Retries;
import io.github.langchain4j.ptc.testkit.LocalPythonSandbox;
import io.github.langchain4j.ptc.testkit.ScriptedChatModel;
import io.github.langchain4j.ptc.testkit.ScriptedStreamingChatModel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** APIs over scripted models and the Python of this machine. */
abstract class ApiFixture {

    static LocalPythonSandbox sandbox; // null where there is no Python

    private final List<AutoCloseable> closing = new ArrayList<>();
    final MovingClock clock = new MovingClock();
    ScriptedChatModel model; // of the last script

    @BeforeAll
    static void openSandbox() {
        boolean needed = "true".equals(System.getenv("CI"));
        Assumptions.assumeTrue(needed || LocalPythonSandbox.isAvailable(), "needs a Python of 3.9 or newer");
        sandbox = new LocalPythonSandbox();
    }

    @AfterAll
    static void closeSandbox() {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : closing) {
            one.close();
        }
    }

    /** A clock that stands still unless it is moved. */
    static final class MovingClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-28T12:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    static ScriptedChatModel.Builder script() {
        return ScriptedChatModel.builder().codeTool("code_execution");
    }

    static ScriptedStreamingChatModel.Builder streamScript() {
        return ScriptedStreamingChatModel.builder().codeTool("code_execution");
    }

    MessagesApi api(ScriptedChatModel.Builder script) {
        return api(script, settings -> settings);
    }

    MessagesApi api(ScriptedChatModel.Builder script, UnaryOperator<MessagesApiBuilder> settings) {
        model = script.build();
        MessagesApi api = api((ChatModel) model, settings);
        closing.add(model);
        return api;
    }

    MessagesApi api(ChatModel model, UnaryOperator<MessagesApiBuilder> settings) {
        return api(Backing.of(model), settings);
    }

    MessagesApi streaming(ScriptedStreamingChatModel.Builder script) {
        return streaming(script, settings -> settings);
    }

    MessagesApi streaming(ScriptedStreamingChatModel.Builder script, UnaryOperator<MessagesApiBuilder> settings) {
        ScriptedStreamingChatModel model = script.build();
        closing.add(model);
        return api(Backing.builder().streaming((StreamingChatModel) model).build(), settings);
    }

    MessagesApi api(Backing backing, UnaryOperator<MessagesApiBuilder> settings) {
        MessagesApi api = settings.apply(MessagesApi.builder()
                        .sandbox(sandbox)
                        .models(models(backing))
                        .clock(clock)
                        .modelRetries(new Retries(0, Duration.ZERO)))
                .build();
        closing.add(0, api);
        return api;
    }

    static ModelResolver models(Backing backing) {
        return new ModelResolver() {

            @Override
            public Optional<Backing> find(String name, String owner) {
                return name.equals("test-model") ? Optional.of(backing) : Optional.empty();
            }

            @Override
            public List<ModelDescription> models(String owner) {
                return List.of(ModelDescription.of("test-model"));
            }
        };
    }

    static Client client(MessagesApi api) {
        return new Client(api, "alice");
    }

    /** Waits for what comes soon; the test's timeout ends it. */
    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new AssertionError("Waited for too long");
            }
            Thread.onSpinWait();
        }
    }
}
