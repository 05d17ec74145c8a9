package io.github.langchain4j.ptc.agentcore;

import java.util.function.UnaryOperator;

class StepsTest extends StepsFixture {

    StepsTest() {
        super(UnaryOperator.identity());
    }
}
