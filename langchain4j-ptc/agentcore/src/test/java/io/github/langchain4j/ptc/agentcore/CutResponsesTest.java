package io.github.langchain4j.ptc.agentcore;

import static io.github.langchain4j.ptc.testkit.agentcore.Operation.INVOKE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.engine.Event;
import io.github.langchain4j.ptc.engine.Session;
import org.junit.jupiter.api.Test;

/** A service that tells few characters of what is printed, takes small requests, and splits its events. */
class CutResponsesTest extends EmulatorFixture {

    CutResponsesTest() {
        super(
                emulator -> emulator.maxStdout(5_000).perEvent(777).maxRequest(60_000),
                sandbox -> sandbox.requestBytes(30_000));
    }

    @Test
    void whatIsCutIsFetchedInSmallerParts() throws InterruptedException {
        try (Session session = engine.open()) {
            String code = "import base64, os\nprint(base64.b64encode(os.urandom(60_000)).decode())\nawait echo(7)";
            Event.Ended ended = programs.run(session, code);
            assertThat(Programs.returned(ended)).isEqualTo("7");
            assertThat(ended.output()).hasSize(80_001);
            assertThat(programs.calls).hasSize(1);
        }
    }

    @Test
    void aSizeThatFitsIsKept() throws InterruptedException {
        try (Session session = engine.open()) {
            String code = "import os\nos.urandom(3_000).hex()";
            programs.run(session, code);
            int before = emulator.requests(INVOKE);
            programs.run(session, code);
            assertThat(emulator.requests(INVOKE) - before).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void largeAnswersAreSplitToo() throws InterruptedException {
        try (Session session = engine.open()) {
            session.put("data.bin", noise(200_000));
            assertThat(programs.returned(session, "len(open('data.bin', 'rb').read()) + len(big(1_000_000))"))
                    .isEqualTo("1200000");
        }
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new java.util.Random(11).nextBytes(noise);
        return noise;
    }
}
