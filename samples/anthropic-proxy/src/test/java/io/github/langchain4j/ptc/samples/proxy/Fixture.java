package io.github.langchain4j.ptc.samples.proxy;

import io.github.langchain4j.ptc.samples.proxy.ScriptedEndpoint.Answer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One application that most tests share, in front of a scripted model. */
final class Fixture implements AutoCloseable {

    static final String ALICE = "alice-key-0123456789-0123456789-0123456789";
    static final String BOB = "bob-key-0123456789-0123456789-0123456789-01";
    static final String LIMITED = "limited-key-0123456789-0123456789-01234567";
    static final String LIMITED_SDK = "limited-sdk-key-0123456789-0123456789-0123";
    static final String SPENT = "spent-key-0123456789-0123456789-0123456789";

    final ScriptedEndpoint endpoint = new ScriptedEndpoint();
    final ProxyProcess proxy;

    private Fixture() {
        Scripts.all(endpoint);
        proxy = settings(endpoint)
                .set("keys.limited.requests-per-minute", "2")
                .key("limited", LIMITED)
                .set("keys.limited-sdk.requests-per-minute", "2")
                .key("limited-sdk", LIMITED_SDK)
                .set("keys.spent.tokens-per-day", "100")
                .key("spent", SPENT)
                .set("requests.max-body-bytes", "1048576")
                .set("requests.max-unsent-bytes", "1048576")
                .set("programs.compute-time", "10m") // only its client can end a program that runs forever
                .set("programs.wall-time", "10m")
                .start();
    }

    static ProxyProcess.Settings settings(ScriptedEndpoint endpoint) {
        return new ProxyProcess.Settings()
                .key("alice", ALICE)
                .key("bob", BOB)
                .model("scripted", endpoint)
                .set("models.recorded.provider", "recorded")
                .set("models.recorded.display-name", "Recorded answers");
    }

    String url() {
        return proxy.url();
    }

    Client client(String key) {
        return new Client(url(), key);
    }

    @Override
    public void close() {
        proxy.close();
        endpoint.close();
    }

    /** Gives tests the shared fixture, and ends it after the last of them. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fixture.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Fixture.class))
                    .computeIfAbsent(Fixture.class, key -> new Fixture(), Fixture.class);
        }
    }

    /** The conversations of the tests. */
    static final class Scripts {

        private Scripts() {}

        static void all(ScriptedEndpoint endpoint) {
            Expenses.script(endpoint);
            endpoint.script("Say hello", turn -> Answer.text("Hello, nice to meet you."));
            endpoint.script(
                    "Look up (\\w+)",
                    turn -> Answer.program(
                            "print(await lookup({'key': '" + turn.question().group(1) + "'}))"),
                    turn -> Answer.text("It is " + turn.result()));
            endpoint.script(
                    "Ask (\\w+) directly",
                    turn -> Answer.call(
                            "I ask.",
                            "lookup",
                            Client.JSON
                                    .createObjectNode()
                                    .put("key", turn.question().group(1))),
                    turn -> Answer.text("It is " + turn.result()));
            endpoint.script(
                    "Loop (\\w+)",
                    turn -> Answer.program(
                            "import asyncio",
                            "values = await asyncio.gather(*(lookup({'key': f'"
                                    + turn.question().group(1) + "-{i}'}) for i in range(3)))",
                            "more = await lookup({'key': values[-1]})",
                            "print(json.dumps([values, more]))"),
                    turn -> Answer.text(turn.result()));
            endpoint.script(
                    "Run forever", turn -> Answer.program("while True: pass"), turn -> Answer.text(turn.result()));
        }
    }
}
