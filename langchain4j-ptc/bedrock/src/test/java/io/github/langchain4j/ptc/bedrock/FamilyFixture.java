package io.github.langchain4j.ptc.bedrock;

import io.github.langchain4j.ptc.program.ProgramRunner;
import io.github.langchain4j.ptc.program.ProgramSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The scenario, a server that plays models, and a session for their programs. */
abstract class FamilyFixture {

    // Shared, with the session: a Python for each of some hundred cases would take a minute.
    static final Audit AUDIT = new Audit();
    static BedrockFixture bedrock;
    static ProgramRunner runner;
    static ProgramSession session;

    int runsBefore;

    @BeforeAll
    static void start() throws Exception {
        bedrock = new BedrockFixture();
        runner = ProgramRunner.builder()
                .sandbox(bedrock.sandbox())
                .tools(AUDIT)
                .executeToolsConcurrently(bedrock.threads())
                .build();
        session = runner.open();
    }

    @AfterAll
    static void end() {
        session.close();
        runner.close();
        bedrock.close();
    }

    @BeforeEach
    void countRuns() {
        runsBefore = AUDIT.runs();
    }
}
