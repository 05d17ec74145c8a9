package io.github.langchain4j.ptc.samples.benchmark;

import io.github.langchain4j.ptc.agentcore.AgentCoreSandbox;
import io.github.langchain4j.ptc.engine.Engine;
import io.github.langchain4j.ptc.engine.Limits;
import io.github.langchain4j.ptc.engine.Session;
import io.github.langchain4j.ptc.testkit.agentcore.AgentCoreEmulator;
import io.github.langchain4j.ptc.testkit.agentcore.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What the AgentCore sandbox adds to the time of the service, for which the emulator stands. */
final class AgentCoreSuite implements Suite {

    private static final int REPEATS = 20;
    private static final int WARM_UP = 5;
    private static final int CALLS = 100;
    private static final String SEQUENTIAL = "for i in range(%d):\n    echo(i)\n'done'";
    private static final String GATHERED = "sum(await asyncio.gather(*[slow(i) for i in range(100)]))";

    @Override
    public void run(Consumer<Figure> figures) throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (AgentCoreEmulator emulator = AgentCoreEmulator.start();
                AgentCoreSandbox sandbox = AgentCoreSandbox.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEMULATOR", "none")))
                        .endpoint(emulator.endpoint())
                        .build();
                Engine engine = new Engine(sandbox, Limits.DEFAULT);
                Session session = engine.open()) {
            sequential(emulator, session, timer, figures);
            gathered(emulator, session, timer, figures);
        } finally {
            timer.shutdownNow();
        }
    }

    /** From the engine to the runner and back, without the time in which a request was on the other side. */
    private static void sequential(
            AgentCoreEmulator emulator, Session session, ScheduledExecutorService timer, Consumer<Figure> figures)
            throws InterruptedException {
        List<Double> whole = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        for (int n = 0; n < WARM_UP + REPEATS; n++) {
            int requests = emulator.requests(Operation.INVOKE);
            long served = emulator.served().toNanos();
            double total =
                    Programs.run(session, SEQUENTIAL.formatted(CALLS), timer).total();
            int steps = emulator.requests(Operation.INVOKE) - requests;
            if (n >= WARM_UP) {
                whole.add(total / steps);
                own.add((total - (emulator.served().toNanos() - served) / 1e6) / steps);
            }
        }
        figures.accept(Figure.of("step with a tool call, emulator included", "ms", "", whole));
        figures.accept(Figure.of("of it beyond the service's own time", "ms", "goal: at most 5 ms", own));
    }

    private static void gathered(
            AgentCoreEmulator emulator, Session session, ScheduledExecutorService timer, Consumer<Figure> figures)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        List<Double> steps = new ArrayList<>();
        for (int n = 0; n < REPEATS; n++) {
            int requests = emulator.requests(Operation.INVOKE);
            millis.add(Programs.run(session, GATHERED, timer).total());
            steps.add((double) emulator.requests(Operation.INVOKE) - requests);
        }
        figures.accept(Figure.of("gather of 100 calls to a 50 ms tool", "ms", "", millis));
        figures.accept(Figure.of("steps of it", "steps", "goal: 2", steps));
    }
}
