package io.github.langchain4j.ptc.quarkus.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.langchain4j.ptc.sandbox.Deadline;
import io.github.langchain4j.ptc.sandbox.Interpreter;
import io.github.langchain4j.ptc.sandbox.InterpreterSpec;
import io.github.langchain4j.ptc.sandbox.Sandbox;
import io.github.langchain4j.ptc.sandbox.SandboxTraits;
import io.github.langchain4j.ptc.sandbox.SandboxUnavailableException;
import io.github.langchain4j.ptc.sandbox.TrustLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SandboxProbeTest {

    /** Knows how it is, and starts nothing. */
    private static final class Patient implements Sandbox {

        private final Optional<RuntimeException> trouble;
        private final List<Deadline> asked = new ArrayList<>();

        Patient(RuntimeException trouble) {
            this.trouble = Optional.ofNullable(trouble);
        }

        @Override
        public void check(Deadline by) {
            asked.add(by);
            trouble.ifPresent(failure -> {
                throw failure;
            });
        }

        @Override
        public SandboxTraits traits() {
            return new SandboxTraits("patient", TrustLevel.NONE, false, false, false, "");
        }

        @Override
        public Interpreter start(InterpreterSpec spec, Deadline by) {
            throw new AssertionError("a probe starts nothing");
        }

        @Override
        public void close() {}
    }

    @Test
    void thereIsNoProblemWithASandboxThatKnowsOfNone() {
        assertThat(new SandboxProbe(new Patient(null)).problem()).isEmpty();
    }

    @Test
    void theProblemIsWhatTheSandboxSays() {
        assertThat(new SandboxProbe(new Patient(new SandboxUnavailableException("gone: start it"))).problem())
                .contains("gone: start it");
    }

    @Test
    void aCheckThatBreaksDownIsAProblem() {
        assertThat(new SandboxProbe(new Patient(new IllegalStateException())).problem())
                .contains("java.lang.IllegalStateException");
    }

    @Test
    void theSandboxIsNotAskedByEachProbe() {
        Patient patient = new Patient(new SandboxUnavailableException("gone"));
        SandboxProbe probe = new SandboxProbe(patient);

        probe.problem();

        assertThat(probe.problem()).contains("gone");
        assertThat(patient.asked).hasSize(1);
    }

    @Test
    void theSandboxHasTwoSecondsToAnswer() {
        Patient patient = new Patient(null);

        new SandboxProbe(patient).problem();

        assertThat(patient.asked.get(0).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }
}
