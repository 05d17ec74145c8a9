package io.github.langchain4j.ptc.agentcore;

import java.util.Map;

/** The same in a service that ends threads between requests, and whose Python has credentials in its environment. */
class StepsWithoutThreadsTest extends StepsFixture {

    StepsWithoutThreadsTest() {
        super(emulator -> emulator.endThreads(true)
                .environment(Map.of("AWS_ACCESS_KEY_ID", "AKIDROLE", "AWS_SECRET_ACCESS_KEY", "secret")));
    }
}
